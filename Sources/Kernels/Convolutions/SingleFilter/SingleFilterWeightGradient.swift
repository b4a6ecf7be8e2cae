internal import CKernels

/// The gradient of one filter that covers the whole image: a vector of a number for each image by a
/// matrix of images.
///
/// The sum over the batch is cut into blocks, as in `GatherWeightGradient`.
///
/// Operands: large image `[N, terms]`, small image `[N]`, filter `[terms]`.
public struct SingleFilterWeightGradient: Kernel {
  private let geometry: ConvolutionGeometry

  private static let blockImages = GatherWeightGradient.blockRows
  private static let taskTerms = 256

  /// The number of tasks in each phase.
  public var phases: [Int] { [geometry.largeFloats.blocks(of: Self.taskTerms)] }
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes =
    MemoryLayout<Int>.stride
    + InstructionSet.widestPanel * blockImages * MemoryLayout<Float>.stride

  /// What it is called in tables.
  public var name: String { "Single filter weight gradient" }
  /// The multiply-adds of the convolution.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Makes it for a geometry whose one filter covers the image.
  package init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let terms = geometry.largeFloats
    let firstTerm = task * Self.taskTerms
    let numbers = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let scratch = UnsafeMutableRawPointer(numbers + 1).assumingMemoryBound(to: Float.self)
    for image in stride(from: 0, to: geometry.batch, by: Self.blockImages) {
      let count = min(Self.blockImages, geometry.batch - image)
      numbers[0] = UnsafePointer(context.operands[1] + image)
      context.table.pointee.stepped_product(
        numbers, 1, 1, 0, count, 1,
        context.operands[0] + image * terms + firstTerm, terms,
        min(Self.taskTerms, terms - firstTerm), scratch, context.operands[2] + firstTerm,
        image > 0 ? 1 : 0, context.zeros, 0)
    }
  }
}
