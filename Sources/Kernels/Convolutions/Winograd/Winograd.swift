internal import CKernels

/// How Winograd's algorithm does a convolution: its tiles, points and blocks of channels.
///
/// A convolution of stride s is one of stride 1 over the s^2 phases of the large image (every s-th
/// pixel each), with filters of at most `ceil(kernel / s)` taps a side. A tile of 4x4 small pixels
/// then takes (taps + 3)^2 multiplications for each phase, channel and filter: at each point, a
/// matrix product over all tiles. See Lavin and Gray, Fast Algorithms for Convolutional Neural
/// Networks (2015). The transposed convolution and the filter's gradient are products over the same
/// points, with the transforms transposed.
public struct Winograd: Hashable, Sendable {
  /// The convolution.
  public let geometry: ConvolutionGeometry
  /// Taps a side of a phase's filter: 2 or 3.
  let taps: Int
  /// Tiles of an image, down and across.
  let tilesDown: Int, tilesAcross: Int
  /// Those of them that are whole.
  ///
  /// The last ones are short rather than reach beyond the image.
  let wholeDown: Int, wholeAcross: Int

  /// Small pixels a side of a whole tile; a short side has one less, and does without one point.
  static let side = 4
  /// The point of a whole side, 2 of 0, 1, -1, 2, infinity; filters of three taps have no short tiles.
  private static let pointOfWholeSides = 3
  /// Channels in a block.
  static let block = Int(CK_BLOCK)
  /// Floats of a block of channels by a block of filters.
  static let cell = block * block
  /// Floats between planes beyond their content: planes a power of two apart would share a set of
  /// the cache.
  private static let gap = 48

  /// How to do a convolution; nil where this algorithm can't.
  public init?(_ geometry: ConvolutionGeometry) {
    let stride = geometry.strideHeight
    let taps = geometry.kernelHeight.blocks(of: stride)
    guard stride == geometry.strideWidth, geometry.kernelHeight == geometry.kernelWidth,
      (1...2).contains(stride), (2...3).contains(taps)
    else { return nil }
    self.geometry = geometry
    self.taps = taps
    // Beyond what the tiles reach, nothing would be written.
    guard
      let down = Self.tiles(
        of: geometry.outHeight, taps: taps,
        reach: (geometry.height + geometry.paddingHeight).blocks(of: stride)),
      let across = Self.tiles(
        of: geometry.outWidth, taps: taps,
        reach: (geometry.width + geometry.paddingWidth).blocks(of: stride))
    else { return nil }
    (tilesDown, wholeDown) = down
    (tilesAcross, wholeAcross) = across
  }

  /// Tiles along so many small pixels, and those of them that are whole, if they reach so many pixels
  /// of a phase of the large image.
  private static func tiles(of size: Int, taps: Int, reach: Int) -> (count: Int, whole: Int)? {
    let count = size.blocks(of: side)
    let short = min(side * count - size, side * count + taps - 1 - reach, count)
    return short < 0 ? nil : (count, count - (taps == 2 ? short : 0))
  }

  /// Points a side.
  var points: Int { taps + Self.side - 1 }
  /// Points, each with a matrix product of its own.
  var planes: Int { points * points }
  /// Phases of the large image.
  var phases: Int { geometry.strideHeight * geometry.strideHeight }
  /// Tiles of an image.
  var tiles: Int { tilesDown * tilesAcross }
  /// Rows of the products at all points for one image.
  var rowsOfImage: Int { (0..<planes).map { rows(at: $0, images: 1) }.reduce(0, +) }
  /// Blocks of a phase's channels.
  var channelBlocks: Int { geometry.channels.blocks(of: Self.block) }
  /// Blocks of channels over all phases.
  var largeBlocks: Int { phases * channelBlocks }
  /// Blocks of filters.
  var smallBlocks: Int { geometry.filters.blocks(of: Self.block) }
  /// Channels and filters in the last block.
  var lastChannels: Int { geometry.channels - (channelBlocks - 1) * Self.block }
  var lastFilters: Int { geometry.filters - (smallBlocks - 1) * Self.block }

  /// Floats from a tile's pixels in the large image to those of the next tile, or the next image.
  func nextLarge(after tile: Int) -> Int {
    let pixel = geometry.strideHeight * geometry.channels
    return next(
      after: tile, down: pixel * geometry.width, across: pixel, image: geometry.largeFloats)
  }

  /// The same in the small image.
  func nextSmall(after tile: Int) -> Int {
    next(
      after: tile, down: geometry.outWidth * geometry.filters, across: geometry.filters,
      image: geometry.smallFloats)
  }

  private func next(after tile: Int, down: Int, across: Int, image: Int) -> Int {
    func place(_ tile: Int) -> Int {
      if tile == tiles { return image }
      let (row, column) = origin(of: tile)
      return row * down + column * across
    }
    return place(tile + 1) - place(tile)
  }

  /// The first small pixel of a tile.
  func origin(of tile: Int) -> (row: Int, column: Int) {
    let (down, across) = tile.quotientAndRemainder(dividingBy: tilesAcross)
    return (
      Self.side * down - max(0, down - wholeDown),
      Self.side * across - max(0, across - wholeAcross)
    )
  }

  /// Which sides of a tile are short.
  func isShort(_ tile: Int) -> (down: Bool, across: Bool) {
    (tile / tilesAcross >= wholeDown, tile % tilesAcross >= wholeAcross)
  }

  /// The row of a tile in the products of some images.
  ///
  /// Whole tiles come first, then those that are short across, short down, and short both ways, so
  /// that the tiles that a point needs are together.
  func row(of tile: Int, image: Int, images: Int) -> Int {
    let isShort = isShort(tile)
    let down = tile / tilesAcross - (isShort.down ? wholeDown : 0)
    let across = tile % tilesAcross - (isShort.across ? wholeAcross : 0)
    // The tiles of its kind in an image, and all tiles of the kinds before.
    let height = isShort.down ? tilesDown - wholeDown : wholeDown
    let width = isShort.across ? tilesAcross - wholeAcross : wholeAcross
    let before =
      (isShort.down ? wholeDown * tilesAcross : 0) + (isShort.across ? height * wholeAcross : 0)
    return images * before + (image * height + down) * width + across
  }

  /// The first rows of the products of some images, as many as a point needs.
  func rows(at plane: Int, images: Int) -> Int {
    let whole = wholeDown * wholeAcross
    switch (plane / points == Self.pointOfWholeSides, plane % points == Self.pointOfWholeSides) {
    case (true, true): return images * whole
    case (true, false): return images * wholeDown * tilesAcross
    case (false, true):
      // Tiles that are short across lie between; they are zero there, and multiplied for nothing.
      let shortBothWays = (tilesDown - wholeDown) * (tilesAcross - wholeAcross)
      return images * (wholeDown == tilesDown ? whole : tiles - shortBothWays)
    case (false, false): return images * tiles
    }
  }

  /// Whether every phase has a filter of as many taps as any.
  var hasAllTaps: Bool { geometry.kernelHeight == taps * geometry.strideHeight }

  /// The place in the filter of a phase's tap; nil beyond the filter's edge.
  func tap(_ i: Int, _ j: Int, phase: Int) -> Int? {
    let stride = geometry.strideHeight
    let (row, column) = (i * stride + phase / stride, j * stride + phase % stride)
    guard row < geometry.kernelHeight, column < geometry.kernelWidth else { return nil }
    return row * geometry.kernelWidth + column
  }

  /// Tiles that a task brings to points, for so many blocks of channels each: work of some
  /// microseconds.
  static func tilesOfSpread(blocks: Int) -> Int { max(1, 64 / blocks) }

  /// Floats of a plane of panels.
  static func plane(blocks: Int, rows: Int) -> Int { blocks * rows * block + gap }

  /// Floats of a transformed filter, for either direction.
  public var filterFloats: Int {
    planes * Self.plane(blocks: largeBlocks, rows: smallBlocks * Self.block)
  }

  /// The transform of a table for filters, or for the pixels of a tile.
  func transform(
    _ kind: ck_transform_kind, tile: Int? = nil, _ table: UnsafePointer<ck_table>
  ) -> ck_transformation {
    let shape: ck_tile =
      switch (taps, tile.map(isShort) ?? (false, false)) {
      case (2, (false, false)): CK_TILE_2
      case (2, (true, false)): CK_TILE_2_SHORT_DOWN
      case (2, (false, true)): CK_TILE_2_SHORT_ACROSS
      case (2, (true, true)): CK_TILE_2_SHORT
      default: CK_TILE_3
      }
    let kinds = UnsafeRawPointer(table.pointee.transforms + Int(shape.rawValue))
      .assumingMemoryBound(to: ck_transformation.self)
    return kinds[Int(kind.rawValue)]
  }
}
