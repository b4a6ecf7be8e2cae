/// A set of target pixels that the same taps of a filter reach, and where their terms come from.
struct GatherGrid: Sendable {
  /// A piece of the chain of terms: whole segments of one length.
  struct Block: Sendable {
    let segments: Range<Int>
    let length: Int
    /// Terms of the chain before the block.
    let offset: Int
  }

  /// The filter's taps in the order of the chain.
  let taps: [Int]
  /// Where each target pixel begins, in floats from the image's begin.
  private(set) var targets: [Int32] = []
  /// Where each segment of each target pixel begins; -1 beyond the edge.
  private(set) var sources: [Int32] = []
  /// Stretches of contiguous channels that a target pixel's chain runs over.
  private(set) var segments = 0
  private(set) var blocks: [Block] = []
  /// The first tap's place among those of all grids.
  var firstTap = 0
  /// The first task of the grid, and its number of row blocks.
  var firstTask = 0
  var rowBlocks = 0

  /// Terms of a sum that are chained before they are added to the rest.
  private static let blockLength = 2_048

  private init(taps: [Int]) {
    self.taps = taps
  }

  /// The one grid of a convolution: every small pixel, reached by every tap.
  static func forward(_ geometry: ConvolutionGeometry) -> GatherGrid {
    var grid = GatherGrid(taps: Array(0..<geometry.taps))
    for pixel in 0..<geometry.outPixels {
      grid.targets.append(Int32(pixel))
      for tap in grid.taps {
        grid.sources.append(Int32(geometry.pixel(under: tap, at: pixel) ?? -1))
      }
    }
    return grid
  }

  /// The grids of a transposed convolution: large pixels by their remainder under the stride.
  static func transposed(_ geometry: ConvolutionGeometry) -> [GatherGrid] {
    (0..<min(geometry.strideHeight, geometry.height)).flatMap { row in
      (0..<min(geometry.strideWidth, geometry.width)).map { column in
        transposed(geometry, row: row, column: column)
      }
    }
  }

  private static func transposed(
    _ g: ConvolutionGeometry, row firstRow: Int, column firstColumn: Int
  ) -> GatherGrid {
    let rows = (0..<g.kernelHeight).filter {
      (firstRow + g.paddingHeight - $0) % g.strideHeight == 0
    }
    let columns = (0..<g.kernelWidth).filter {
      (firstColumn + g.paddingWidth - $0) % g.strideWidth == 0
    }
    var grid = GatherGrid(
      taps: rows.flatMap { row in columns.map { row * g.kernelWidth + $0 } })
    for row in stride(from: firstRow, to: g.height, by: g.strideHeight) {
      for column in stride(from: firstColumn, to: g.width, by: g.strideWidth) {
        grid.targets.append(Int32(row * g.width + column))
        for tap in grid.taps {
          // Exact by the choice of taps, for negative numbers too.
          let outRow = (row + g.paddingHeight - tap / g.kernelWidth) / g.strideHeight
          let outColumn = (column + g.paddingWidth - tap % g.kernelWidth) / g.strideWidth
          let inside = (0..<g.outHeight).contains(outRow) && (0..<g.outWidth).contains(outColumn)
          grid.sources.append(Int32(inside ? outRow * g.outWidth + outColumn : -1))
        }
      }
    }
    return grid
  }

  /// Turns pixels into offsets, and taps into segments and blocks, for images of some channels.
  mutating func cut(inner: Int, columns: Int) {
    let pieces = stride(from: 0, to: inner, by: Self.blockLength).map {
      $0..<min($0 + Self.blockLength, inner)
    }
    segments = taps.count * pieces.count
    targets = targets.map { $0 * Int32(columns) }
    sources = sources.flatMap { pixel in
      pieces.map { pixel < 0 ? -1 : pixel * Int32(inner) + Int32($0.lowerBound) }
    }
    if pieces.count == 1 {
      let together = max(1, Self.blockLength / max(inner, 1))
      blocks = stride(from: 0, to: taps.count, by: together).map {
        Block(
          segments: $0..<min($0 + together, taps.count), length: inner, offset: $0 * inner)
      }
    } else {
      for tap in taps.indices {
        for (index, piece) in pieces.enumerated() {
          let segment = tap * pieces.count + index
          blocks.append(
            Block(
              segments: segment..<segment + 1, length: piece.count,
              offset: tap * inner + piece.lowerBound))
        }
      }
    }
    // A pixel that no tap reaches is zero: a product of no terms.
    if blocks.isEmpty { blocks = [Block(segments: 0..<0, length: 0, offset: 0)] }
  }
}
