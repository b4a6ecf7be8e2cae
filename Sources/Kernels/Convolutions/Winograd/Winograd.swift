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

  /// Small pixels a side of a tile.
  static let side = 4
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
    let tilesDown = geometry.outHeight.blocks(of: Self.side)
    let tilesAcross = geometry.outWidth.blocks(of: Self.side)
    guard stride == geometry.strideWidth, geometry.kernelHeight == geometry.kernelWidth,
      (1...2).contains(stride), (2...3).contains(taps)
    else { return nil }
    self.geometry = geometry
    self.taps = taps
    self.tilesDown = tilesDown
    self.tilesAcross = tilesAcross
    // Beyond what the tiles reach, nothing would be written.
    guard
      geometry.height + geometry.paddingHeight <= stride * (Self.side * tilesDown + taps - 1),
      geometry.width + geometry.paddingWidth <= stride * (Self.side * tilesAcross + taps - 1)
    else { return nil }
  }

  /// Points a side.
  var points: Int { taps + Self.side - 1 }
  /// Points, each with a matrix product of its own.
  var planes: Int { points * points }
  /// Phases of the large image.
  var phases: Int { geometry.strideHeight * geometry.strideHeight }
  /// Tiles of an image.
  var tiles: Int { tilesDown * tilesAcross }
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
    let side = Self.side * geometry.strideHeight
    return next(
      after: tile, down: side * geometry.width * geometry.channels,
      across: side * geometry.channels,
      image: geometry.largeFloats)
  }

  /// The same in the small image.
  func nextSmall(after tile: Int) -> Int {
    next(
      after: tile, down: Self.side * geometry.outWidth * geometry.filters,
      across: Self.side * geometry.filters, image: geometry.smallFloats)
  }

  private func next(after tile: Int, down: Int, across: Int, image: Int) -> Int {
    func place(_ tile: Int) -> Int {
      tile == tiles ? image : tile / tilesAcross * down + tile % tilesAcross * across
    }
    return place(tile + 1) - place(tile)
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

  /// The transform of a table for this number of taps.
  func transform(
    _ kind: ck_transform_kind, _ table: UnsafePointer<ck_table>
  ) -> ck_transformation {
    let kinds = UnsafeRawPointer(table.pointee.transforms + (taps - 2))
      .assumingMemoryBound(to: ck_transformation.self)
    return kinds[Int(kind.rawValue)]
  }
}
