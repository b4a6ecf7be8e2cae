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
  /// Rows and columns of a task: multiples of every register tile's.
  private let taskRows: Int
  private let taskColumns: Int
  /// Whether each task packs the filter's columns that it needs.
  ///
  /// Where a column meets few rows, to write and read a packed filter would take as long as the
  /// products.
  private let packsOnTheWay: Bool

  /// Rows and columns of most tasks, and columns that a task packs ahead.
  private static let mostRows = 96
  private static let mostColumns = 128
  private static let packColumns = 64
  /// Rows of a filter that panels side by side take turns with.
  private static let packRows = 64
  /// Rows that are too few to share a filter packed ahead, and columns that are too few to be cut
  /// into tasks.
  private static let fewRows = 32
  private static let fewColumns = 32
  /// Floats of a task's panels that the second cache is quick enough for.
  private static let fewFloats = 1 << 14

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
    let rows = geometry.batch * (grids.map(\.pixels).max() ?? 0)
    let isNarrow = columns <= Self.fewColumns && rows <= Self.mostRows
    packsOnTheWay = rows <= Self.fewRows || isNarrow
    // Where columns alone would make a single task, rows are cut.
    taskRows = isNarrow ? Self.mostRows / 4 : Self.mostRows
    let chain = max(1, grids.flatMap(\.blocks).map { $0.segments.count * $0.length }.max() ?? 1)
    taskColumns =
      packsOnTheWay
      // As many as are packed on the way for the longest chain.
      ? min(Self.mostColumns, GatherGrid.blockLength / chain * InstructionSet.widestPanel)
      : Self.mostColumns
    var firstTap = 0
    var firstTask = 0
    let columnBlocks = columns.blocks(of: taskColumns)
    for index in grids.indices {
      grids[index].firstTap = firstTap
      grids[index].firstTask = firstTask
      let rows = geometry.batch * grids[index].pixels
      grids[index].rowBlocks = rows.blocks(of: taskRows)
      firstTap += grids[index].taps.count
      firstTask += grids[index].rowBlocks * columnBlocks
    }
    self.grids = grids
    tapOrder = grids.flatMap(\.taps)
    let segments = grids.map(\.segments.count).max() ?? 0
    let pointers = MemoryLayout<Int>.stride * taskRows * (segments + 2)
    if packsOnTheWay {
      phases = [firstTask]
      sharedFloats = 0
      localBytes =
        pointers + InstructionSet.widestPanel * GatherGrid.blockLength * MemoryLayout<Float>.stride
    } else {
      phases = [columns.blocks(of: Self.packColumns) * tapOrder.count, firstTask]
      sharedFloats =
        columns.blocks(of: InstructionSet.widestPanel) * InstructionSet.widestPanel * tapOrder.count
        * inner
      localBytes = pointers
    }
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    if phase == 0 && !packsOnTheWay {
      pack(task: task, context)
    } else if let grid = grids.last(where: { $0.firstTask <= task && $0.rowBlocks > 0 }) {
      multiply(grid, task: task - grid.firstTask, context)
    }
  }

  /// Packs some columns of a tap for all tasks.
  private func pack(task: Int, _ context: borrowing TaskContext) {
    let width = Int(context.table.pointee.tile_columns)
    let place = task % tapOrder.count
    let block = task / tapOrder.count * Self.packColumns
    for column in stride(from: block, to: min(block + Self.packColumns, columns), by: width) {
      pack(
        tap: tapOrder[place], 0..<inner, column: column,
        to: context.shared + (column * tapOrder.count + place * width) * inner, context)
    }
  }

  /// Packs columns of a block of a chain, a panel after the other, for one task.
  private func pack(
    _ grid: GatherGrid, _ block: GatherGrid.Block, columns: Range<Int>,
    to panels: UnsafeMutablePointer<Float>, _ context: borrowing TaskContext
  ) {
    let width = Int(context.table.pointee.tile_columns)
    let panel = block.segments.count * block.length * width
    for (index, segment) in block.segments.enumerated() {
      let tap = grid.tap(of: segment)
      let first = grid.segments[segment].channel
      // Panels side by side take turns, so that what a cache line holds is read at once.
      for some in stride(from: 0, to: block.length, by: Self.packRows) {
        let rows = first + some..<first + min(some + Self.packRows, block.length)
        for (place, column) in stride(from: columns.lowerBound, to: columns.upperBound, by: width)
          .enumerated()
        {
          pack(
            tap: tap, rows, column: column,
            to: panels + place * panel + (index * block.length + some) * width, context)
        }
      }
    }
  }

  /// Packs some rows of a tap into a panel.
  private func pack(
    tap: Int, _ rows: Range<Int>, column: Int, to panel: UnsafeMutablePointer<Float>,
    _ context: borrowing TaskContext
  ) {
    let stride = geometry.filters
    let filter = context.operands[1] + tap * geometry.channels * stride
    let width = context.table.pointee.tile_columns
    let count = Int32(min(Int(width), columns - column))
    switch direction {
    case .forward:
      ck_pack(
        filter + rows.lowerBound * stride + column, stride, rows.count, count, width, panel)
    case .transposed:
      ck_pack_transposed(
        filter + column * stride + rows.lowerBound, stride, rows.count, count, width, panel)
    }
  }

  private func multiply(_ grid: GatherGrid, task: Int, _ context: borrowing TaskContext) {
    let tileRows = Int(context.table.pointee.tile_rows)
    let width = Int(context.table.pointee.tile_columns)
    let firstRow = task % grid.rowBlocks * taskRows
    let firstColumn = task / grid.rowBlocks * taskColumns
    let rows = min(taskRows, geometry.batch * grid.pixels - firstRow)
    let tiles = rows.blocks(of: tileRows)

    let sources = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let targets = (context.local + taskRows * grid.segments.count * MemoryLayout<Int>.stride)
      .assumingMemoryBound(to: UnsafeMutablePointer<Float>?.self)
    let shifted = targets + taskRows
    let own = UnsafeMutableRawPointer(shifted + taskRows).assumingMemoryBound(to: Float.self)
    gather(grid, firstRow: firstRow, rows: rows, tiles: tiles, sources, targets, context)

    let lastColumn = min(firstColumn + taskColumns, columns)
    for block in grid.blocks {
      if packsOnTheWay {
        pack(grid, block, columns: firstColumn..<lastColumn, to: own, context)
      }
      let terms = block.segments.count * block.length
      let panels = (lastColumn - firstColumn).blocks(of: width)
      // Short chains soon wait for the memory that they write, and are best written row by row; else
      // a panel stays in the first cache for all rows.
      let isByRows = terms * panels * width <= Self.fewFloats
      for index in 0..<tiles * panels {
        let (tile, place) =
          isByRows ? (index / panels, index % panels) : (index % tiles, index / tiles)
        let column = firstColumn + place * width
        let panel =
          packsOnTheWay
          ? own + (column - firstColumn) * terms
          : context.shared + (column * tapOrder.count + grid.firstTap * width) * inner
            + block.offset * width
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
