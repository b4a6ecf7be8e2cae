internal import CKernels

/// Transforms a filter cell by cell: 16 channels of a phase by 16 filters, at all points.
struct WinogradCells {
  private let winograd: Winograd
  private let direction: ConvolutionDirection
  private let scratch: UnsafeMutableRawPointer
  private let zeros: UnsafeMutablePointer<Float>
  /// The cell at each tap, where the filter itself doesn't have it in the wanted order.
  private let stage: UnsafeMutablePointer<Float>
  private let transform: ck_transformation

  /// Bytes of scratch.
  static func bytes(_ winograd: Winograd) -> Int {
    winograd.taps * winograd.taps * Winograd.cell * MemoryLayout<Float>.stride
      + WinogradTables.bytes(winograd)
  }

  init(
    _ winograd: Winograd, _ direction: ConvolutionDirection,
    at scratch: UnsafeMutableRawPointer, zeros: UnsafeMutablePointer<Float>,
    table: UnsafePointer<ck_table>
  ) {
    self.winograd = winograd
    self.direction = direction
    self.zeros = zeros
    stage = scratch.assumingMemoryBound(to: Float.self)
    self.scratch = UnsafeMutableRawPointer(stage + winograd.taps * winograd.taps * Winograd.cell)
    transform = winograd.transform(CK_SPREAD_FILTER, table)
  }

  /// Writes a cell `[16][16]` of each point, planes a stride apart: rows of channels and columns of
  /// filters to go down, transposed to go up.
  func write(
    _ filter: UnsafeMutablePointer<Float>, channels: Int, filters: Int,
    to target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let geometry = winograd.geometry
    let phase = channels / winograd.channelBlocks
    let channel = channels % winograd.channelBlocks * Winograd.block
    let rows = min(Winograd.block, geometry.channels - channel)
    let columns = min(Winograd.block, geometry.filters - filters * Winograd.block)
    let cell = filter + channel * geometry.filters + filters * Winograd.block
    let isWhole = rows == Winograd.block && columns == Winograd.block
    let tables = WinogradTables(winograd, at: scratch, zeros: zeros, points: target, plane: stride)
    if isWhole, direction == .forward, winograd.hasAllTaps {
      tables.setTaps(cell, phase: phase)
      tables.run(
        transform, blocks: Winograd.block, pixelStep: geometry.filters, pointStep: Winograd.block,
        ahead: Winograd.block * geometry.filters)
      return
    }
    for i in 0..<winograd.taps {
      for j in 0..<winograd.taps {
        let staged = stage + (i * winograd.taps + j) * Winograd.cell
        guard let tap = winograd.tap(i, j, phase: phase) else {
          staged.update(repeating: 0, count: Winograd.cell)
          continue
        }
        let source = cell + tap * geometry.channels * geometry.filters
        switch direction {
        case .forward: ck_copy_block(source, geometry.filters, Int32(rows), Int32(columns), staged)
        case .transposed:
          ck_transpose_block(source, geometry.filters, Int32(rows), Int32(columns), staged)
        }
      }
    }
    tables.setStage(stage, stride: Winograd.cell)
    tables.run(
      transform, blocks: Winograd.block, pointStep: Winograd.block, ahead: 0)
  }
}
