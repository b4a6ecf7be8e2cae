internal import CKernels

/// The gradient of a convolution's filter: for each tap a product of large pixels by small ones.
///
/// The sum over the small pixels of the batch is cut into blocks of 256.
///
/// Operands: large image `[N, H, W, C]`, small image `[N, H', W', K]`, filter `[kh, kw, C, K]`.
public struct GatherWeightGradient: Kernel {
  private let geometry: ConvolutionGeometry

  /// Rows of a chain.
  static let blockRows = 256
  private static let taskChannels = 64
  private static let taskFilters = 256

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int

  /// What it is called in tables.
  public var name: String { "Gather weight gradient" }
  /// The multiply-adds of the convolution.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Lays the work out.
  public init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    let channelBlocks = geometry.channels.blocks(of: Self.taskChannels)
    let filterBlocks = geometry.filters.blocks(of: Self.taskFilters)
    phases = [geometry.taps * channelBlocks * filterBlocks]
    localBytes =
      Self.taskChannels * MemoryLayout<Int>.stride
      + (Self.taskChannels + InstructionSet.widestPanel) * Self.blockRows
      * MemoryLayout<Float>.stride
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let g = geometry
    let tap = task % g.taps
    let filterBlocks = g.filters.blocks(of: Self.taskFilters)
    let firstFilter = task / g.taps % filterBlocks * Self.taskFilters
    let firstChannel = task / g.taps / filterBlocks * Self.taskChannels
    let filters = min(Self.taskFilters, g.filters - firstFilter)
    let channels = min(Self.taskChannels, g.channels - firstChannel)

    let places = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let copy = (context.local + Self.taskChannels * MemoryLayout<Int>.stride)
      .assumingMemoryBound(to: Float.self)
    for channel in 0..<channels { places[channel] = UnsafePointer(copy + channel) }
    let target = context.operands[2] + (tap * g.channels + firstChannel) * g.filters + firstFilter
    for first in stride(from: 0, to: g.outRows, by: Self.blockRows) {
      let count = min(Self.blockRows, g.outRows - first)
      gather(
        tap: tap, channel: firstChannel, channels: channels, first: first, count: count, copy,
        context)
      let small = context.operands[1] + first * g.filters + firstFilter
      context.table.pointee.stepped_product(
        places, channels, 1, 0, count, channels, small, g.filters, filters,
        copy + Self.blockRows * Self.taskChannels, target, first > 0 ? 1 : 0,
        small + count * g.filters, count * g.filters)
    }
  }

  /// Copies the channels under a tap at each of some small pixels.
  private func gather(
    tap: Int, channel: Int, channels: Int, first: Int, count: Int,
    _ target: UnsafeMutablePointer<Float>, _ context: borrowing TaskContext
  ) {
    let pixels = geometry.outPixels
    let image = geometry.height * geometry.width
    for row in 0..<count {
      let absolute = first + row
      if let pixel = geometry.pixel(under: tap, at: absolute % pixels) {
        (target + row * channels).update(
          from: context.operands[0]
            + (absolute / pixels * image + pixel) * geometry.channels + channel, count: channels)
      } else {
        (target + row * channels).update(repeating: 0, count: channels)
      }
    }
  }
}
