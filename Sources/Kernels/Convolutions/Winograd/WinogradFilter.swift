internal import CKernels

/// A filter transformed to Winograd's points, in panels for one direction of the convolution.
///
/// Operands: filter `[kh, kw, C, K]`, result `[plane][K / 16][C of each phase][16]` to go down,
/// `[plane][C of each phase / 16][K][16]` to go up, both padded with zeros to blocks of 16.
public struct WinogradFilter: Kernel {
  private let winograd: Winograd
  private let direction: ConvolutionDirection

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public var sharedFloats: Int { 0 }
  /// Bytes of scratch that each thread needs.
  public var localBytes: Int { WinogradCells.bytes(winograd) }
  /// What it is called in tables.
  public var name: String { "Winograd filter" }

  /// Blocks of filters in a task.
  private static let filterBlocks = 8

  /// Lays the work out.
  public init(_ winograd: Winograd, for direction: ConvolutionDirection) {
    self.winograd = winograd
    self.direction = direction
    phases = [winograd.largeBlocks * winograd.smallBlocks.blocks(of: Self.filterBlocks)]
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let cells = WinogradCells(
      winograd, direction, at: context.local, zeros: context.zeros, table: context.table)
    let channels = task % winograd.largeBlocks
    let first = task / winograd.largeBlocks * Self.filterBlocks
    let forward = direction == .forward
    let rows = forward ? winograd.largeBlocks : winograd.smallBlocks
    let columns = forward ? winograd.smallBlocks : winograd.largeBlocks
    let stride = Winograd.plane(blocks: columns, rows: rows * Winograd.block)
    for filters in first..<min(first + Self.filterBlocks, winograd.smallBlocks) {
      let place =
        forward ? filters * rows + channels : channels * rows + filters
      cells.write(
        context.operands[0], channels: channels, filters: filters,
        to: context.operands[1] + place * Winograd.cell, stride: stride)
    }
  }
}
