internal import CKernels

/// Where the pixels of a tile lie, and the points that they are transformed to or from.
///
/// Its entries live in a thread's own scratch. Pixels beyond the edge are read from zeros and written
/// to waste.
struct WinogradTables {
  private let winograd: Winograd
  private let zeros: UnsafeMutablePointer<Float>
  private let waste: UnsafeMutablePointer<Float>
  /// An entry for each pixel of a tile.
  private let pixels: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  /// The first point of the first tile, and how far it is from one point to the next.
  private let points: UnsafeMutablePointer<Float>
  private let plane: Int

  private static let entries = 36

  /// Bytes of scratch.
  static func bytes(_ winograd: Winograd) -> Int {
    let channels = max(winograd.geometry.channels, winograd.geometry.filters)
    return entries * MemoryLayout<Int>.stride
      + (channels + Winograd.block) * MemoryLayout<Float>.stride
  }

  /// Tables in some scratch, for points in planes that lie apart as given.
  init(
    _ winograd: Winograd, at scratch: UnsafeMutableRawPointer, zeros: UnsafeMutablePointer<Float>,
    points: UnsafeMutablePointer<Float>, plane: Int
  ) {
    self.winograd = winograd
    self.zeros = zeros
    self.points = points
    self.plane = plane
    pixels = scratch.bindMemory(to: UnsafeMutablePointer<Float>.self, capacity: Self.entries)
    waste = UnsafeMutableRawPointer(pixels + Self.entries).assumingMemoryBound(to: Float.self)
  }

  /// Points the pixels at a phase of the large image under a tile, from some channel on.
  func setLarge(
    _ image: UnsafeMutablePointer<Float>, tile: Int, phase: Int, channel: Int = 0,
    isWritten: Bool = false
  ) {
    let geometry = winograd.geometry
    let stride = geometry.strideHeight
    let (row, column) = winograd.origin(of: tile)
    set(
      image + channel, channels: geometry.channels, size: (geometry.height, geometry.width),
      top: stride * row + phase / stride - geometry.paddingHeight,
      left: stride * column + phase % stride - geometry.paddingWidth, step: stride,
      side: winograd.points, isShort: winograd.isShort(tile), outside: isWritten ? waste : zeros)
  }

  /// Points the pixels at a tile of the small image, from some channel on.
  func setSmall(
    _ image: UnsafeMutablePointer<Float>, tile: Int, channel: Int = 0, isWritten: Bool = false
  ) {
    let geometry = winograd.geometry
    let (row, column) = winograd.origin(of: tile)
    set(
      image + channel, channels: geometry.filters, size: (geometry.outHeight, geometry.outWidth),
      top: row, left: column, step: 1, side: Winograd.side, isShort: winograd.isShort(tile),
      outside: isWritten ? waste : zeros)
  }

  private func set(
    _ image: UnsafeMutablePointer<Float>, channels: Int, size: (height: Int, width: Int), top: Int,
    left: Int, step: Int, side: Int, isShort: (down: Bool, across: Bool),
    outside: UnsafeMutablePointer<Float>
  ) {
    let count = (
      down: isShort.down ? side - 1 : side, across: isShort.across ? side - 1 : side
    )
    let rows = Self.inside(size.height, first: top, step: step, count: count.down)
    let columns = Self.inside(size.width, first: left, step: step, count: count.across)
    var entry = pixels
    for i in 0..<count.down {
      var pixel = image + ((top + i * step) * size.width + left) * channels
      for j in 0..<count.across {
        entry[j] = rows.contains(i) && columns.contains(j) ? pixel : outside
        pixel += step * channels
      }
      entry += count.across
    }
  }

  /// Which of some places, a step apart, are within a size.
  private static func inside(_ size: Int, first: Int, step: Int, count: Int) -> Range<Int> {
    // Division rounds towards zero, so that beyond the size nothing is left.
    let lower = first < 0 ? min((step - 1 - first) / step, count) : 0
    return lower..<max(lower, min((size - first + step - 1) / step, count))
  }

  /// Points the pixels at a phase's taps of a filter `[kh, kw, C, K]`, from some place under each.
  func setTaps(_ filter: UnsafeMutablePointer<Float>, phase: Int, isWritten: Bool = false) {
    let cells = winograd.geometry.channels * winograd.geometry.filters
    for i in 0..<winograd.taps {
      for j in 0..<winograd.taps {
        pixels[i * winograd.taps + j] =
          winograd.tap(i, j, phase: phase).map { filter + $0 * cells }
          ?? (isWritten ? waste : zeros)
      }
    }
  }

  /// Points the pixels at taps that lie a stride apart.
  func setStage(_ first: UnsafeMutablePointer<Float>, stride: Int) {
    for tap in 0..<winograd.taps * winograd.taps { pixels[tap] = first + tap * stride }
  }

  /// A tile of a phase of the large image to points, for all its blocks of channels; `points` is where
  /// those of all phases begin.
  func spreadLarge(
    _ image: UnsafeMutablePointer<Float>, tile: Int, phase: Int, points: Int, pointStep: Int,
    _ table: UnsafePointer<ck_table>
  ) {
    setLarge(image, tile: tile, phase: phase)
    run(
      winograd.transform(CK_SPREAD_LARGE, tile: tile, table), blocks: winograd.channelBlocks,
      last: winograd.lastChannels, points: points + phase * winograd.channelBlocks * pointStep,
      pointStep: pointStep, ahead: winograd.nextLarge(after: tile))
  }

  /// A tile of the small image to points, for all blocks of filters.
  func spreadSmall(
    _ image: UnsafeMutablePointer<Float>, tile: Int, points: Int, pointStep: Int,
    _ table: UnsafePointer<ck_table>
  ) {
    setSmall(image, tile: tile)
    run(
      winograd.transform(CK_SPREAD_SMALL, tile: tile, table), blocks: winograd.smallBlocks,
      last: winograd.lastFilters, points: points, pointStep: pointStep,
      ahead: winograd.nextSmall(after: tile))
  }

  /// Runs a transform, in either direction, over blocks of channels.
  ///
  /// Their points begin somewhere behind the first. What lies `ahead` of the pixels is fetched into
  /// the cache meanwhile; `edges` as in `ck_transform`.
  func run(
    _ transform: ck_transformation, blocks: Int, last: Int = Winograd.block,
    pixelStep: Int = Winograd.block, points offset: Int = 0, pointStep: Int, ahead: Int,
    edges: Int = 0
  ) {
    var work = ck_transform(
      pixels: pixels, pixel_step: pixelStep, points: points + offset, plane: plane,
      point_step: pointStep, blocks: blocks, last: Int32(last), edges: Int32(edges), ahead: ahead)
    transform(&work)
  }
}
