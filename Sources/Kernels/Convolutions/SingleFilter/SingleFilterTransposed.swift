internal import CKernels

/// The transpose of a convolution by one filter that covers the whole image: the filter, times a
/// number for each image.
///
/// Operands: small image `[N]`, filter `[terms]`, large image `[N, terms]`.
public struct SingleFilterTransposed: Kernel {
  private let geometry: ConvolutionGeometry

  /// Images and terms of a task: some rows that are written at once, each for a while.
  private static let taskImages = 12
  private static let taskTerms = 1_024

  /// The number of tasks in each phase.
  public var phases: [Int] {
    [geometry.batch.blocks(of: Self.taskImages) * geometry.largeFloats.blocks(of: Self.taskTerms)]
  }
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes =
    taskImages * MemoryLayout<Int>.stride
    + InstructionSet.widestPanel * MemoryLayout<Float>.stride

  /// What it is called in tables.
  public var name: String { "Single filter transposed" }
  /// The multiply-adds of the convolution.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Makes it for a geometry whose one filter covers the image.
  package init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let terms = geometry.largeFloats
    let blocks = terms.blocks(of: Self.taskTerms)
    let firstTerm = task % blocks * Self.taskTerms
    let firstImage = task / blocks * Self.taskImages
    let images = min(Self.taskImages, geometry.batch - firstImage)
    let numbers = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    for image in 0..<images {
      numbers[image] = UnsafePointer(context.operands[0] + firstImage + image)
    }
    context.table.pointee.stepped_product(
      numbers, images, 1, 0, 1, 1, context.operands[1] + firstTerm, terms,
      min(Self.taskTerms, terms - firstTerm),
      UnsafeMutableRawPointer(numbers + Self.taskImages).assumingMemoryBound(to: Float.self),
      context.operands[2] + firstImage * terms + firstTerm, 0, context.zeros, 0)
  }
}
