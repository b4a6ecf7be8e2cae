internal import CKernels

/// The gradient of one filter that covers the whole image: a vector of a number for each image by a
/// matrix of images.
///
/// The sum over the batch is cut into blocks of 256, as in `GatherWeightGradient`.
///
/// Operands: large image `[N, terms]`, small image `[N]`, filter `[terms]`.
public struct SingleFilterWeightGradient: Kernel {
  private let geometry: ConvolutionGeometry

  private static let blockImages = 256
  /// Terms of a task.
  private static let terms = 256

  /// The number of tasks in each phase.
  public var phases: [Int] { [geometry.channels.blocks(of: Self.terms)] }
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes =
    MemoryLayout<Int>.stride + GatherProduct.widestPanel * blockImages * MemoryLayout<Float>.stride

  /// What it is called in tables.
  public var name: String { "Single filter weight gradient" }
  /// The multiply-adds of the convolution.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Makes the gradient of a geometry with one filter and one tap.
  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let firstTerm = task * Self.terms
    let numbers = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let scratch = UnsafeMutableRawPointer(numbers + 1).assumingMemoryBound(to: Float.self)
    for image in stride(from: 0, to: geometry.batch, by: Self.blockImages) {
      let count = min(Self.blockImages, geometry.batch - image)
      numbers[0] = UnsafePointer(context.operands[1] + image)
      context.table.pointee.stepped_product(
        numbers, 1, 1, 0, count, 1,
        context.operands[0] + image * geometry.channels + firstTerm, geometry.channels,
        min(Self.terms, geometry.channels - firstTerm), scratch, context.operands[2] + firstTerm,
        image > 0 ? 1 : 0, context.zeros, 0)
    }
  }
}
