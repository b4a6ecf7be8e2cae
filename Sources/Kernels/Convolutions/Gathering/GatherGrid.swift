/// A set of target pixels that the same taps of a filter reach, and where their terms come from.
struct GatherGrid: Sendable {
  /// A piece of the chain of terms: whole segments of one length.
  struct Block: Sendable {
    let segments: Range<Int>
    let length: Int
    /// Terms of the chain before the block.
    let offset: Int
  }

  /// Channels under one tap: how far the pixel lies from the grid point's own, and which channels.
  struct Segment: Sendable {
    let row: Int
    let column: Int
    let channel: Int
  }

  /// The filter's taps in the order of the chain.
  let taps: [Int]
  /// Grid points down and across.
  let height: Int
  let width: Int
  /// The target pixel of the first grid point, and the steps between two.
  let targetRow: Int
  let targetColumn: Int
  let targetStepDown: Int
  let targetStepAcross: Int
  /// The steps between the source pixels of two grid points.
  let sourceStepDown: Int
  let sourceStepAcross: Int
  /// Stretches of contiguous channels that a target pixel's chain runs over.
  let segments: [Segment]
  /// The chain's pieces.
  let blocks: [Block]

  /// The first tap's place among those of all grids.
  var firstTap = 0
  /// The first task of the grid, and its number of row blocks.
  var firstTask = 0
  var rowBlocks = 0

  /// Terms of a sum that are chained before they are added to the rest.
  static let blockLength = 2_048

  /// Target pixels in an image.
  var pixels: Int { height * width }

  /// The filter's tap of a segment.
  func tap(of segment: Int) -> Int { taps[segment / (segments.count / taps.count)] }

  /// The one grid of a convolution: every small pixel, reached by every tap.
  static func forward(_ g: ConvolutionGeometry) -> GatherGrid {
    GatherGrid(
      taps: Array(0..<g.taps),
      displacements: (0..<g.taps).map {
        ($0 / g.kernelWidth - g.paddingHeight, $0 % g.kernelWidth - g.paddingWidth)
      },
      size: (g.outHeight, g.outWidth), targetFirst: (0, 0), targetStep: (1, 1),
      sourceStep: (g.strideHeight, g.strideWidth), inner: g.channels)
  }

  /// The grids of a transposed convolution: large pixels by their remainder under the stride.
  static func transposed(_ g: ConvolutionGeometry) -> [GatherGrid] {
    (0..<min(g.strideHeight, g.height)).flatMap { row in
      (0..<min(g.strideWidth, g.width)).map { column in
        transposed(g, row: row, column: column)
      }
    }
  }

  private static func transposed(
    _ g: ConvolutionGeometry, row: Int, column: Int
  ) -> GatherGrid {
    let rows = (0..<g.kernelHeight).filter { (row + g.paddingHeight - $0) % g.strideHeight == 0 }
    let columns = (0..<g.kernelWidth).filter {
      (column + g.paddingWidth - $0) % g.strideWidth == 0
    }
    let taps = rows.flatMap { tapRow in columns.map { tapRow * g.kernelWidth + $0 } }
    return GatherGrid(
      taps: taps,
      // Exact by the choice of taps, for negative numbers too.
      displacements: taps.map {
        (
          (row + g.paddingHeight - $0 / g.kernelWidth) / g.strideHeight,
          (column + g.paddingWidth - $0 % g.kernelWidth) / g.strideWidth
        )
      },
      size: (
        (g.height - row).blocks(of: g.strideHeight),
        (g.width - column).blocks(of: g.strideWidth)
      ),
      targetFirst: (row, column), targetStep: (g.strideHeight, g.strideWidth),
      sourceStep: (1, 1), inner: g.filters)
  }

  private init(
    taps: [Int], displacements: [(Int, Int)], size: (Int, Int), targetFirst: (Int, Int),
    targetStep: (Int, Int), sourceStep: (Int, Int), inner: Int
  ) {
    self.taps = taps
    (height, width) = size
    (targetRow, targetColumn) = targetFirst
    (targetStepDown, targetStepAcross) = targetStep
    (sourceStepDown, sourceStepAcross) = sourceStep
    let pieces = Swift.stride(from: 0, to: inner, by: Self.blockLength).map {
      $0..<min($0 + Self.blockLength, inner)
    }
    segments = displacements.flatMap { row, column in
      pieces.map { Segment(row: row, column: column, channel: $0.lowerBound) }
    }
    blocks = Self.blocks(taps: taps.count, pieces: pieces, inner: inner)
  }

  private static func blocks(taps: Int, pieces: [Range<Int>], inner: Int) -> [Block] {
    // A pixel that no tap reaches is zero: a product of no terms.
    if taps == 0 { return [Block(segments: 0..<0, length: 0, offset: 0)] }
    if pieces.count == 1 {
      let together = max(1, blockLength / inner)
      return Swift.stride(from: 0, to: taps, by: together).map {
        Block(segments: $0..<min($0 + together, taps), length: inner, offset: $0 * inner)
      }
    }
    return (0..<taps).flatMap { tap in
      pieces.enumerated().map { index, piece in
        let segment = tap * pieces.count + index
        return Block(
          segments: segment..<segment + 1, length: piece.count,
          offset: tap * inner + piece.lowerBound)
      }
    }
  }
}
