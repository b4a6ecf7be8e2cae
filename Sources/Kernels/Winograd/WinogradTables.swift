internal import CKernels

/// Where the pixels of a tile lie, and the points that they are transformed to or from.
///
/// It lives in a thread's own scratch. Pixels beyond the edge are read from zeros and written to
/// waste.
struct WinogradTables {
  private let winograd: Winograd
  private let zeros: UnsafeMutablePointer<Float>
  private let waste: UnsafeMutablePointer<Float>
  /// An entry for each pixel of a tile.
  private let pixels: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// An entry for each point.
  private let planes: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

  private static let entries = 36

  /// Bytes of scratch.
  static func bytes(_ winograd: Winograd) -> Int {
    let channels = max(winograd.geometry.channels, winograd.geometry.filters)
    return 2 * entries * MemoryLayout<Int>.stride
      + (channels + Winograd.block) * MemoryLayout<Float>.stride
  }

  init(
    _ winograd: Winograd, at scratch: UnsafeMutableRawPointer, zeros: UnsafeMutablePointer<Float>
  ) {
    self.winograd = winograd
    self.zeros = zeros
    pixels = scratch.bindMemory(
      to: UnsafeMutablePointer<Float>.self, capacity: 2 * Self.entries)
    planes = pixels + Self.entries
    waste = UnsafeMutableRawPointer(planes + Self.entries).assumingMemoryBound(to: Float.self)
  }

  /// Points the planes at what lies a stride apart.
  func setPlanes(_ first: UnsafeMutablePointer<Float>, stride: Int) {
    for plane in 0..<winograd.planes { planes[plane] = first + plane * stride }
  }

  /// Points the pixels at a phase of the large image under a tile, from some channel on.
  func setLarge(
    _ image: UnsafeMutablePointer<Float>, tile: Int, phase: Int, channel: Int = 0,
    isWritten: Bool = false
  ) {
    let geometry = winograd.geometry
    let stride = geometry.strideHeight
    let top =
      stride * Winograd.side * (tile / winograd.tilesAcross) + phase / stride
      - geometry.paddingHeight
    let left =
      stride * Winograd.side * (tile % winograd.tilesAcross) + phase % stride
      - geometry.paddingWidth
    set(
      image + channel, channels: geometry.channels, size: (geometry.height, geometry.width),
      top: top,
      left: left, step: stride, side: winograd.points, outside: isWritten ? waste : zeros)
  }

  /// Points the pixels at a tile of the small image, from some channel on.
  func setSmall(
    _ image: UnsafeMutablePointer<Float>, tile: Int, channel: Int = 0, isWritten: Bool = false
  ) {
    let geometry = winograd.geometry
    set(
      image + channel, channels: geometry.filters, size: (geometry.outHeight, geometry.outWidth),
      top: Winograd.side * (tile / winograd.tilesAcross),
      left: Winograd.side * (tile % winograd.tilesAcross), step: 1, side: Winograd.side,
      outside: isWritten ? waste : zeros)
  }

  private func set(
    _ image: UnsafeMutablePointer<Float>, channels: Int, size: (height: Int, width: Int), top: Int,
    left: Int, step: Int, side: Int, outside: UnsafeMutablePointer<Float>
  ) {
    var entry = pixels
    for i in 0..<side {
      let row = top + i * step
      let isRow = row >= 0 && row < size.height
      let base = image + row * size.width * channels
      for j in 0..<side {
        let column = left + j * step
        entry[j] = isRow && column >= 0 && column < size.width ? base + column * channels : outside
      }
      entry += side
    }
  }

  /// Points the pixels at a phase's taps of a filter `[kh, kw, C, K]`, from some place under each.
  func setTaps(_ filter: UnsafeMutablePointer<Float>, phase: Int, isWritten: Bool = false) {
    let geometry = winograd.geometry
    let stride = geometry.strideHeight
    for i in 0..<winograd.taps {
      for j in 0..<winograd.taps {
        let row = i * stride + phase / stride
        let column = j * stride + phase % stride
        let tap = row * geometry.kernelWidth + column
        pixels[i * winograd.taps + j] =
          row < geometry.kernelHeight && column < geometry.kernelWidth
          ? filter + tap * geometry.channels * geometry.filters : isWritten ? waste : zeros
      }
    }
  }

  /// A transform from pixels to points.
  func spread(
    _ transform: ck_transformation, blocks: Int, last: Int, planeOffset: Int, planeStep: Int
  ) {
    var work = ck_transform(
      in: UnsafeRawPointer(pixels).assumingMemoryBound(to: UnsafePointer<Float>.self), out: planes,
      in_first: 0, in_step: Winograd.block, out_first: planeOffset, out_step: planeStep,
      blocks: blocks, in_count: Int32(last), out_count: Int32(Winograd.block), edges: 0)
    transform(&work)
  }

  /// A transform from points to pixels; `edges` as in `ck_transform`.
  func gather(
    _ transform: ck_transformation, blocks: Int, last: Int, planeOffset: Int, planeStep: Int,
    edges: Int = 0
  ) {
    var work = ck_transform(
      in: UnsafeRawPointer(planes).assumingMemoryBound(to: UnsafePointer<Float>.self), out: pixels,
      in_first: planeOffset, in_step: planeStep, out_first: 0, out_step: Winograd.block,
      blocks: blocks, in_count: Int32(Winograd.block), out_count: Int32(last),
      edges: Int32(edges))
    transform(&work)
  }
}
