internal import CKernels

/// A transposed convolution to a large image with few channels: a product gives for each small
/// pixel all that it adds to the large image, and the pieces are laid over each other.
///
/// Operands: small image `[N, H', W', K]`, filter `[kh, kw, C, K]`, large image `[N, H, W, C]`.
public struct EdgeTransposed: Kernel {
  private let geometry: ConvolutionGeometry
  /// Rows of the large image in a task.
  private let height: Int
  private let perImage: Int
  /// Floats that a row of the filter covers, and from one small pixel's to the next one's.
  private let segment: Int
  private let step: Int
  /// Floats of all pieces, and of a row of the large image with what lies beyond it.
  private let pieceFloats: Int
  private let lineFloats: Int

  /// Floats of a task's pieces, roughly: they stay in the second-level cache.
  private static let taskFloats = 98_304
  /// Small pixels of a product: a multiple of every register tile's rows.
  private static let tile = 96

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public let sharedFloats: Int
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int

  private var columns: Int { geometry.taps * geometry.channels }

  /// Lays the work out.
  public init(_ geometry: ConvolutionGeometry) {
    let g = geometry
    self.geometry = g
    let smallRow = g.outWidth * g.taps * g.channels
    let most = max(1, Self.taskFloats / smallRow) * g.strideHeight
    height = g.height.blocks(of: g.height.blocks(of: most))
    perImage = g.height.blocks(of: height)
    segment = g.kernelWidth * g.channels
    step = g.strideWidth * g.channels
    phases = [1, g.batch * perImage]
    sharedFloats = g.filters * g.taps * g.channels
    let reach = height.blocks(of: g.strideHeight) + g.kernelHeight.blocks(of: g.strideHeight)
    pieceFloats = reach * smallRow + step + 16
    lineFloats =
      max(
        (g.outWidth + g.kernelWidth) * step, (g.paddingWidth + g.width) * g.channels) + step + 16
    localBytes =
      (Self.tile + g.kernelHeight) * MemoryLayout<Int>.stride
      + (pieceFloats + lineFloats + g.filters * InstructionSet.widestPanel)
      * MemoryLayout<Float>.stride
  }

  /// What it is called in tables.
  public var name: String { "Edge transposed" }
  /// The multiply-adds of the convolution done directly.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    if phase == 0 {
      ck_pack_transposed(
        context.operands[1], geometry.filters, geometry.filters, Int32(columns), Int32(columns),
        context.shared)
    } else {
      let first = task % perImage * height
      spread(
        image: task / perImage, rows: first..<min(first + height, geometry.height), context)
    }
  }

  private func spread(image: Int, rows: Range<Int>, _ context: borrowing TaskContext) {
    let g = geometry
    let pointers = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let pieces = (context.local + (Self.tile + g.kernelHeight) * MemoryLayout<Int>.stride)
      .assumingMemoryBound(to: Float.self)
    let line = pieces + pieceFloats

    // The small rows that reach these rows of the large image.
    let above = rows.lowerBound + g.paddingHeight - g.kernelHeight + g.strideHeight
    let firstRow = min(max(0, above / g.strideHeight), g.outHeight)
    let endRow = min((rows.upperBound - 1 + g.paddingHeight) / g.strideHeight + 1, g.outHeight)
    let small = context.operands[0] + (image * g.outHeight + firstRow) * g.outWidth * g.filters
    let pixels = (endRow - firstRow) * g.outWidth
    for first in stride(from: 0, to: pixels, by: Self.tile) {
      let count = min(Self.tile, pixels - first)
      for pixel in 0..<count {
        pointers[pixel] = UnsafePointer(small + (first + pixel) * g.filters)
      }
      context.table.pointee.stepped_product(
        pointers, count, 1, 0, g.filters, 1, context.shared, columns, columns, line + lineFloats,
        pieces + first * columns, 0, small + (first + count) * g.filters, count * g.filters)
    }

    line.update(repeating: 0, count: lineFloats)
    for row in rows {
      // The filter's rows that meet this one, with the small rows that they were placed at.
      var count = 0
      var smallRow = (row + g.paddingHeight) / g.strideHeight
      let tap = row + g.paddingHeight - smallRow * g.strideHeight
      for tap in stride(from: tap, to: g.kernelHeight, by: g.strideHeight) {
        if smallRow >= firstRow && smallRow < endRow {
          pointers[count] = UnsafePointer(
            pieces + (smallRow - firstRow) * g.outWidth * columns + tap * segment)
          count += 1
        }
        smallRow -= 1
      }
      context.table.pointee.fold(pointers, count, g.outWidth, columns, segment, step, line)
      let width = g.width * g.channels
      (context.operands[2] + (image * g.height + row) * width).update(
        from: line + g.paddingWidth * g.channels, count: width)
    }
  }
}
