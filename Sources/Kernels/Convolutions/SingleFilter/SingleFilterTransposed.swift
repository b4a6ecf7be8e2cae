internal import CKernels

/// The transpose of a convolution by one filter that covers the whole image: the filter, times a
/// number for each image.
///
/// Operands: small image `[N]`, filter `[terms]`, large image `[N, terms]`.
public struct SingleFilterTransposed: Kernel {
  private let geometry: ConvolutionGeometry

  /// Images and terms of a task: some rows that are written at once, each for a while.
  private static let images = 12
  private static let terms = 1_024

  /// The number of tasks in each phase.
  public var phases: [Int] {
    [geometry.batch.blocks(of: Self.images) * geometry.channels.blocks(of: Self.terms)]
  }
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes =
    images * MemoryLayout<Int>.stride + GatherProduct.widestPanel * MemoryLayout<Float>.stride

  /// What it is called in tables.
  public var name: String { "Single filter transposed" }
  /// The multiply-adds of the convolution.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Makes the transpose of a geometry with one filter and one tap.
  init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let blocks = geometry.channels.blocks(of: Self.terms)
    let firstTerm = task % blocks * Self.terms
    let firstImage = task / blocks * Self.images
    let images = min(Self.images, geometry.batch - firstImage)
    let numbers = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    for image in 0..<images {
      numbers[image] = UnsafePointer(context.operands[0] + firstImage + image)
    }
    context.table.pointee.stepped_product(
      numbers, images, 1, 0, 1, 1, context.operands[1] + firstTerm, geometry.channels,
      min(Self.terms, geometry.channels - firstTerm),
      UnsafeMutableRawPointer(numbers + Self.images).assumingMemoryBound(to: Float.self),
      context.operands[2] + firstImage * geometry.channels + firstTerm, 0, context.zeros, 0)
  }
}
