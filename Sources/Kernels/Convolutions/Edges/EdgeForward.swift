internal import CKernels

/// A convolution of a large image with few channels: each small pixel is one chain over the rows of
/// the filter, each of them a stretch of a padded copy.
///
/// Operands: large image `[N, H, W, C]`, filter `[kh, kw, C, K]`, small image `[N, H', W', K]`.
public struct EdgeForward: Kernel {
  private let geometry: ConvolutionGeometry
  private let bands: EdgeBands

  /// The number of tasks in each phase.
  public var phases: [Int] { [bands.count] }
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int

  /// Lays the work out.
  public init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    bands = EdgeBands(geometry, pixels: 256)
    localBytes =
      bands.pixels * MemoryLayout<Int>.stride
      + (bands.floats + geometry.taps * geometry.channels * InstructionSet.widestPanel)
      * MemoryLayout<Float>.stride
  }

  /// What it is called in tables.
  public var name: String { "Edge forward" }
  /// The multiply-adds of the convolution done directly.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let g = geometry
    let places = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let copy = (context.local + bands.pixels * MemoryLayout<Int>.stride)
      .assumingMemoryBound(to: Float.self)
    let (image, rows) = bands.place(of: task)
    bands.copy(task, of: context.operands[0], to: copy)
    for row in 0..<rows.count {
      for column in 0..<g.outWidth {
        places[row * g.outWidth + column] = UnsafePointer(
          copy + row * bands.stepDown + column * bands.step)
      }
    }
    let target =
      context.operands[2] + (image * g.outHeight + rows.lowerBound) * g.outWidth * g.filters
    context.table.pointee.stepped_product(
      places, rows.count * g.outWidth, g.kernelHeight, bands.rowLength, bands.segment, 1,
      context.operands[1], g.filters, g.filters, copy + bands.floats, target, 0, context.zeros, 0)
  }
}
