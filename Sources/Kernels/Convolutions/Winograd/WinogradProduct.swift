internal import CKernels

/// A convolution, or its transpose, by Winograd's algorithm, with a filter transformed ahead.
///
/// A task takes an image all the way: pixels to points, a matrix product at each point, points to
/// pixels. So its points stay in the cache of one core, and no other waits for them. A thread takes
/// some images at a time, as a group that reads the filter once.
/// Elementwise loops that make a source, or go on with a target, can run on the way, image by image.
///
/// Operands: sources `[N, h, w, inner]`, a filter from `WinogradFilter`, as many targets
/// `[N, H, W, columns]`, then those of each loop. Several sources pass through one filter as if they
/// were one batch.
public struct WinogradProduct: Kernel {
  /// Where a loop runs over the images of an operand.
  public enum Place: Equatable, Sendable {
    /// Of a source, before they go to points.
    case source(Int)
    /// Of a target, after they are there.
    case target(Int)
  }

  private let winograd: Winograd
  private let pass: WinogradPass
  private var loops: [(loop: ElementwiseLoop, place: Place, firstOperand: Int)] = []

  /// Images of a group, at most.
  public let tasksAtATime: Int

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public var sharedFloats: Int { 0 }
  /// Bytes of scratch that each thread needs.
  public var localBytes: Int {
    let group = group(images: tasksAtATime)
    return winograd.planes * (group.spreadPlane + group.productPlane) * MemoryLayout<Float>.stride
      + max(WinogradTables.bytes(winograd), loops.map(\.loop.localBytes).max() ?? 0)
  }
  /// What it is called in tables.
  public var name: String { "Winograd product" }
  /// The multiply-adds of the convolution done directly.
  public var multiplyAdds: Int { pass.sources * winograd.geometry.multiplyAdds }

  /// Floats that a group may take, about as many as the cache of a core holds; each group reads the
  /// filter anew.
  private static let groupFloats = 5 << 17

  /// Lays the work out.
  public init(_ direction: ConvolutionDirection, _ winograd: Winograd, sources: Int = 1) {
    let pass = WinogradPass(winograd: winograd, direction: direction, sources: sources)
    self.winograd = winograd
    self.pass = pass
    let floatsOfImage =
      winograd.planes * winograd.tiles * (pass.innerBlocks + pass.columnBlocks) * Winograd.block
    var imagesOfGroup = 1
    while 2 * imagesOfGroup * floatsOfImage <= Self.groupFloats, 2 * imagesOfGroup <= pass.images {
      imagesOfGroup *= 2
    }
    tasksAtATime = imagesOfGroup
    phases = [pass.images]
  }

  /// Images of each source.
  public var batch: Int { winograd.geometry.batch }
  /// The number of sources, and of targets.
  public var sources: Int { pass.sources }

  /// The same with a loop over the images of an operand; its own operands are bound from some place on.
  public func running(_ loop: ElementwiseLoop, at place: Place, firstOperand: Int) -> Self {
    var result = self
    result.loops.append((loop, place, firstOperand))
    return result
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    run(phase: phase, tasks: task..<task + 1, context)
  }

  /// Takes some images through as a group.
  public func run(phase: Int, tasks: Range<Int>, _ context: borrowing TaskContext) {
    let firstImage = tasks.lowerBound
    let images = tasks.count
    let group = group(images: images)
    let points = context.local.assumingMemoryBound(to: Float.self)
    let products = points + winograd.planes * group.spreadPlane
    let scratch = UnsafeMutableRawPointer(products + winograd.planes * group.productPlane)
    for image in 0..<images {
      let number = firstImage + image
      runLoops(at: .source(number / batch), image: number, scratch: scratch, context)
      pass.spread(
        image * winograd.tiles..<(image + 1) * winograd.tiles, firstImage: firstImage,
        images: images, to: points, plane: group.spreadPlane, scratch: scratch, context)
    }
    let filter = WinogradPass.Panels(
      first: context.operands[pass.sources],
      plane: Winograd.plane(blocks: pass.innerBlocks, rows: pass.columnBlocks * Winograd.block),
      step: pass.innerBlocks * Winograd.cell, count: pass.columnBlocks,
      innerBlocks: 0..<pass.innerBlocks)
    pass.multiply(points, of: group, by: filter, to: products, context)
    let tables = WinogradTables(
      winograd, at: scratch, zeros: context.zeros, points: products, plane: group.productPlane)
    for image in 0..<images {
      pass.gather(
        image: image, firstImage: firstImage, images: images, columns: 0..<pass.columnBlocks,
        step: group.productRows * Winograd.block, tables, context)
      let number = firstImage + image
      runLoops(at: .target(number / batch), image: number, scratch: scratch, context)
    }
  }

  /// The points of some images close together, however few they are.
  private func group(images: Int) -> WinogradPass.Group {
    WinogradPass.Group(pass, images: images, columnBlocks: pass.columnBlocks)
  }

  private func runLoops(
    at place: Place, image: Int, scratch: UnsafeMutableRawPointer, _ context: borrowing TaskContext
  ) {
    for inner in loops where inner.place == place {
      inner.loop.run(
        part: image % batch, of: batch,
        TaskContext(
          operands: context.operands + inner.firstOperand, shared: context.shared, local: scratch,
          zeros: context.zeros, table: context.table, step: context.step))
    }
  }
}
