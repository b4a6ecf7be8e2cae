internal import CKernels

/// Transforms a filter cell by cell: 16 channels of a phase by 16 filters, at all points.
struct WinogradCells {
  private let winograd: Winograd
  private let direction: GatherProduct.Direction
  private let tables: WinogradTables
  private let stage: UnsafeMutablePointer<Float>
  private let transform: ck_transformation

  /// Floats of a cell at one point and a gap, so that points share no set of the cache.
  private static let stagePlane = Winograd.cell + Winograd.block

  /// Bytes of scratch.
  static func bytes(_ winograd: Winograd) -> Int {
    winograd.planes * stagePlane * MemoryLayout<Float>.stride + WinogradTables.bytes(winograd)
  }

  init(
    _ winograd: Winograd, _ direction: GatherProduct.Direction,
    at scratch: UnsafeMutableRawPointer, zeros: UnsafeMutablePointer<Float>,
    table: UnsafePointer<ck_table>
  ) {
    self.winograd = winograd
    self.direction = direction
    stage = scratch.assumingMemoryBound(to: Float.self)
    tables = WinogradTables(winograd, at: stage + winograd.planes * Self.stagePlane, zeros: zeros)
    transform = winograd.transform(CK_SPREAD_FILTER, table)
  }

  /// Writes a cell `[16][16]` of each point, planes a stride apart: rows of channels and columns of
  /// filters to go down, transposed to go up.
  func write(
    _ filter: UnsafeMutablePointer<Float>, channels: Int, filters: Int,
    to target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let forward = direction == .forward
    let out = forward ? target : stage
    let outStride = forward ? stride : Self.stagePlane
    let channel = channels % winograd.channelBlocks * Winograd.block
    let last = filters == winograd.smallBlocks - 1 ? winograd.lastFilters : Winograd.block
    tables.setPlanes(out, stride: outStride)
    for row in 0..<Winograd.block {
      if channel + row < winograd.geometry.channels {
        tables.setTaps(
          filter + (channel + row) * winograd.geometry.filters + filters * Winograd.block,
          phase: channels / winograd.channelBlocks)
        tables.spread(
          transform, blocks: 1, last: last, planeOffset: row * Winograd.block, planeStep: 0)
      } else {
        for plane in 0..<winograd.planes {
          (out + plane * outStride + row * Winograd.block)
            .update(repeating: 0, count: Winograd.block)
        }
      }
    }
    guard !forward else { return }
    for plane in 0..<winograd.planes {
      ck_transpose_block(stage + plane * Self.stagePlane, target + plane * stride)
    }
  }
}
