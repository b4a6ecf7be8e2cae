internal import CKernels

/// The gradient of a convolution's filter: for each tap a product of large pixels by small ones.
///
/// The sum over the small pixels of the batch is cut into blocks of 256.
///
/// Operands: large image `[N, H, W, C]`, small image `[N, H', W', K]`, filter `[kh, kw, C, K]`.
public struct WeightGradient: Kernel {
  private let geometry: ConvolutionGeometry

  private static let blockRows = 256
  // A few floats more, since columns a power of two apart would share a set of the cache.
  private static let rowStride = blockRows + 16
  private static let taskChannels = 64
  private static let taskFilters = 256
  private static let packRows = 1_024

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public let sharedFloats: Int
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int

  /// The multiply-adds of the convolution.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Lays the work out.
  public init(_ geometry: ConvolutionGeometry) {
    let geometry = geometry.flattened
    self.geometry = geometry
    let channelBlocks = geometry.channels.blocks(of: Self.taskChannels)
    let filterBlocks = geometry.filters.blocks(of: Self.taskFilters)
    phases = [
      geometry.outRows.blocks(of: Self.packRows),
      geometry.taps * channelBlocks * filterBlocks,
    ]
    sharedFloats = geometry.filters.blocks(of: 32) * 32 * geometry.outRows
    localBytes =
      Self.taskChannels * Self.rowStride * MemoryLayout<Float>.stride
      + (Self.blockRows + 32) * MemoryLayout<Int>.stride
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    if phase == 0 {
      pack(task: task, context)
    } else {
      multiply(task: task, context)
    }
  }

  private func pack(task: Int, _ context: borrowing TaskContext) {
    let width = Int(context.table.pointee.tile_columns)
    let first = task * Self.packRows
    let rows = min(Self.packRows, geometry.outRows - first)
    for column in stride(from: 0, to: geometry.filters, by: width) {
      ck_pack(
        context.operands[1] + first * geometry.filters + column, geometry.filters, rows,
        Int32(min(width, geometry.filters - column)), Int32(width),
        context.shared + column * geometry.outRows + first * width)
    }
  }

  private func multiply(task: Int, _ context: borrowing TaskContext) {
    let tap = task % geometry.taps
    let filterBlocks = geometry.filters.blocks(of: Self.taskFilters)
    let firstFilter = task / geometry.taps % filterBlocks * Self.taskFilters
    let firstChannel = task / geometry.taps / filterBlocks * Self.taskChannels
    let lastFilter = min(firstFilter + Self.taskFilters, geometry.filters)
    let channels = min(Self.taskChannels, geometry.channels - firstChannel)

    let tileRows = Int(context.table.pointee.tile_rows)
    let width = Int(context.table.pointee.tile_columns)
    let transposed = context.local.assumingMemoryBound(to: Float.self)
    let pointers = (transposed + Self.taskChannels * Self.rowStride)
    let rows = UnsafeMutableRawPointer(pointers)
      .assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let tile = rows + Self.blockRows
    let targets = UnsafeMutableRawPointer(tile + 16)
      .assumingMemoryBound(to: UnsafeMutablePointer<Float>?.self)
    let filter = context.operands[2] + tap * geometry.channels * geometry.filters

    for first in stride(from: 0, to: geometry.outRows, by: Self.blockRows) {
      let count = min(Self.blockRows, geometry.outRows - first)
      gather(tap: tap, channel: firstChannel, first: first, count: count, rows, context)
      ck_transpose_rows(rows, count, Int32(channels), transposed, Self.rowStride)
      for column in stride(from: firstFilter, to: lastFilter, by: width) {
        let panel = context.shared + column * geometry.outRows + first * width
        for channel in stride(from: 0, to: channels, by: tileRows) {
          for row in 0..<tileRows {
            let bounded = min(channel + row, channels - 1)
            tile[row] = UnsafePointer(transposed + bounded * Self.rowStride)
            targets[row] = filter + (firstChannel + bounded) * geometry.filters + column
          }
          context.table.pointee.product(
            tile, 1, count, panel, targets, Int32(min(tileRows, channels - channel)),
            Int32(min(width, geometry.filters - column)), first > 0 ? 1 : 0)
        }
      }
    }
  }

  private func gather(
    tap: Int, channel: Int, first: Int, count: Int,
    _ rows: UnsafeMutablePointer<UnsafePointer<Float>?>, _ context: borrowing TaskContext
  ) {
    let pixels = geometry.outPixels
    let image = geometry.height * geometry.width
    for row in 0..<count {
      let absolute = first + row
      let pixel = geometry.pixel(under: tap, at: absolute % pixels)
      rows[row] = UnsafePointer(
        pixel.map { pixel in
          context.operands[0]
            + (absolute / pixels * image + pixel) * geometry.channels + channel
        } ?? context.zeros)
    }
  }
}
