internal import CKernels

/// A convolution, or its transpose, as matrix products whose rows are gathered pixel by pixel.
///
/// Each output pixel is a row: its chain runs over the taps that reach it and the channels under
/// each, cut into blocks of at most 2,048 terms. No image is unrolled: the product follows pointers
/// to pixels with their channels contiguous, and a pointer to zeros stands for what is beyond the
/// edge. The transpose falls into `stride^2` grids of pixels, each with its own taps.
///
/// Operands: source `[N, h, w, inner]`, filter `[kh, kw, C, K]`, target `[N, H, W, columns]`.
public struct GatherProduct: Kernel {
  private let direction: ConvolutionDirection
  private let geometry: ConvolutionGeometry
  private let inner: Int
  private let columns: Int
  private let sourceHeight: Int
  private let sourceWidth: Int
  private let targetWidth: Int
  private let sourceImage: Int
  private let targetImage: Int
  private let grids: [GatherGrid]
  private let tapOrder: [Int]

  /// Rows of a task: a multiple of every register tile's.
  private static let taskRows = 96
  private static let taskColumns = 128
  private static let packColumns = 64

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public let sharedFloats: Int
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int

  /// What it is called in tables.
  public var name: String { "Gather \(direction)" }
  /// The multiply-adds of the convolution.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Lays the work out.
  public init(_ direction: ConvolutionDirection, _ geometry: ConvolutionGeometry) {
    self.direction = direction
    self.geometry = geometry
    let forward = direction == .forward
    inner = forward ? geometry.channels : geometry.filters
    columns = forward ? geometry.filters : geometry.channels
    sourceHeight = forward ? geometry.height : geometry.outHeight
    sourceWidth = forward ? geometry.width : geometry.outWidth
    targetWidth = forward ? geometry.outWidth : geometry.width
    sourceImage = sourceHeight * sourceWidth * inner
    targetImage = (forward ? geometry.outHeight : geometry.height) * targetWidth * columns

    var grids = forward ? [GatherGrid.forward(geometry)] : GatherGrid.transposed(geometry)
    var firstTap = 0
    var firstTask = 0
    let columnBlocks = columns.blocks(of: Self.taskColumns)
    for index in grids.indices {
      grids[index].firstTap = firstTap
      grids[index].firstTask = firstTask
      let rows = geometry.batch * grids[index].pixels
      grids[index].rowBlocks = rows.blocks(of: Self.taskRows)
      firstTap += grids[index].taps.count
      firstTask += grids[index].rowBlocks * columnBlocks
    }
    self.grids = grids
    tapOrder = grids.flatMap(\.taps)
    let packBlocks = columns.blocks(of: Self.packColumns)
    phases = [packBlocks * tapOrder.count, firstTask]
    // Panels are up to 32 columns wide.
    sharedFloats = columns.blocks(of: 32) * 32 * tapOrder.count * inner
    let segments = grids.map(\.segments.count).max() ?? 0
    localBytes = MemoryLayout<Int>.stride * Self.taskRows * (segments + 2)
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    if phase == 0 {
      pack(task: task, context)
    } else if let grid = grids.last(where: { $0.firstTask <= task && $0.rowBlocks > 0 }) {
      multiply(grid, task: task - grid.firstTask, context)
    }
  }

  private func pack(task: Int, _ context: borrowing TaskContext) {
    let width = Int(context.table.pointee.tile_columns)
    let place = task % tapOrder.count
    let block = task / tapOrder.count * Self.packColumns
    let filter = context.operands[1] + tapOrder[place] * geometry.channels * geometry.filters
    for column in stride(from: block, to: min(block + Self.packColumns, columns), by: width) {
      let panel = context.shared + (column * tapOrder.count + place * width) * inner
      let count = Int32(min(width, columns - column))
      if direction == .forward {
        ck_pack(filter + column, geometry.filters, inner, count, Int32(width), panel)
      } else {
        ck_pack_transposed(
          filter + column * geometry.filters, geometry.filters, inner, count, Int32(width), panel)
      }
    }
  }

  private func multiply(_ grid: GatherGrid, task: Int, _ context: borrowing TaskContext) {
    let tileRows = Int(context.table.pointee.tile_rows)
    let width = Int(context.table.pointee.tile_columns)
    let firstRow = task % grid.rowBlocks * Self.taskRows
    let firstColumn = task / grid.rowBlocks * Self.taskColumns
    let rows = min(Self.taskRows, geometry.batch * grid.pixels - firstRow)
    let tiles = rows.blocks(of: tileRows)

    let sources = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let targets = (context.local + Self.taskRows * grid.segments.count * MemoryLayout<Int>.stride)
      .assumingMemoryBound(to: UnsafeMutablePointer<Float>?.self)
    let shifted = targets + Self.taskRows
    gather(grid, firstRow: firstRow, rows: rows, tiles: tiles, sources, targets, context)

    let lastColumn = min(firstColumn + Self.taskColumns, columns)
    for block in grid.blocks {
      for column in stride(from: firstColumn, to: lastColumn, by: width) {
        let panel =
          context.shared + (column * tapOrder.count + grid.firstTap * width) * inner
          + block.offset * width
        for tile in 0..<tiles {
          for row in 0..<tileRows {
            shifted[row] = targets[tile * tileRows + row].map { $0 + column }
          }
          context.table.pointee.product(
            sources + (tile * grid.segments.count + block.segments.lowerBound) * tileRows,
            block.segments.count, block.length, panel, shifted,
            Int32(min(tileRows, rows - tile * tileRows)), Int32(min(width, lastColumn - column)),
            block.offset > 0 ? 1 : 0)
        }
      }
    }
  }

  /// Writes down where each row's segments and its target begin; rows that fill up the last tile
  /// repeat the last one.
  private func gather(
    _ grid: GatherGrid, firstRow: Int, rows: Int, tiles: Int,
    _ sources: UnsafeMutablePointer<UnsafePointer<Float>?>,
    _ targets: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>,
    _ context: borrowing TaskContext
  ) {
    let tileRows = Int(context.table.pointee.tile_rows)
    let count = grid.segments.count
    grid.segments.withUnsafeBufferPointer { segments in
      for row in 0..<tiles * tileRows {
        let absolute = firstRow + min(row, rows - 1)
        let image = absolute / grid.pixels
        let pixel = absolute % grid.pixels
        let down = pixel / grid.width
        let across = pixel % grid.width
        let targetPixel =
          (grid.targetRow + down * grid.targetStepDown) * targetWidth
          + grid.targetColumn + across * grid.targetStepAcross
        targets[row] = context.operands[2] + image * targetImage + targetPixel * columns
        let base = context.operands[0] + image * sourceImage
        let place = sources + row / tileRows * count * tileRows + row % tileRows
        for index in 0..<count {
          let segment = segments[index]
          let sourceRow = down * grid.sourceStepDown + segment.row
          let sourceColumn = across * grid.sourceStepAcross + segment.column
          let inside =
            sourceRow >= 0 && sourceRow < sourceHeight && sourceColumn >= 0
            && sourceColumn < sourceWidth
          let offset = (sourceRow * sourceWidth + sourceColumn) * inner + segment.channel
          place[index * tileRows] = UnsafePointer(inside ? base + offset : context.zeros)
        }
      }
    }
  }
}
