internal import CKernels

/// A convolution by one filter that covers the whole image: a matrix of images by a vector.
///
/// A chain runs over at most 2,048 terms, as in `GatherProduct`.
///
/// Operands: large image `[N, terms]`, filter `[terms]`, small image `[N]`.
public struct SingleFilterForward: Kernel {
  private let geometry: ConvolutionGeometry

  /// Images of a task.
  private static let taskImages = 8

  /// The number of tasks in each phase.
  public var phases: [Int] { [geometry.batch.blocks(of: Self.taskImages)] }
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes = 0

  /// What it is called in tables.
  public var name: String { "Single filter forward" }
  /// The multiply-adds of the convolution.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Makes it for a geometry whose one filter covers the image.
  package init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let terms = geometry.largeFloats
    let image = task * Self.taskImages
    for first in stride(from: 0, to: terms, by: GatherGrid.blockLength) {
      context.table.pointee.dots(
        context.operands[0] + image * terms + first, terms,
        min(Self.taskImages, geometry.batch - image),
        min(GatherGrid.blockLength, terms - first), context.operands[1] + first,
        context.operands[2] + image, first > 0 ? 1 : 0)
    }
  }
}
