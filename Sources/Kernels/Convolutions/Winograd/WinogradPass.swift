internal import CKernels

/// What the kernels of a convolution by Winograd's algorithm share: where images begin, and their
/// way to points and back.
struct WinogradPass: Sendable {
  let winograd: Winograd
  let direction: ConvolutionDirection
  /// Batches that pass through one filter, each with operands of its own.
  let sources: Int

  /// Blocks of channels that a product sums over, and those of its results.
  var innerBlocks: Int { direction == .forward ? winograd.largeBlocks : winograd.smallBlocks }
  var columnBlocks: Int { direction == .forward ? winograd.smallBlocks : winograd.largeBlocks }
  /// Images of all batches.
  var images: Int { sources * winograd.geometry.batch }

  /// How the points of some images lie in scratch, before their products and after.
  struct Group {
    let images: Int
    let spreadPlane: Int
    let productRows: Int
    let productPlane: Int

    /// The layout for so many blocks of results.
    init(_ pass: WinogradPass, images: Int, columnBlocks: Int) {
      let tiles = images * pass.winograd.tiles
      self.images = images
      spreadPlane = pass.spreadPlane(tiles: tiles)
      productRows = tiles | 1
      productPlane = Winograd.plane(blocks: columnBlocks, rows: productRows)
    }
  }

  /// A piece of a filter at all points: panels of some blocks of the sum.
  struct Panels {
    let first: UnsafeMutablePointer<Float>
    let plane: Int
    let step: Int
    let count: Int
    let innerBlocks: Range<Int>
  }

  /// Tiles that a task brings to points, where tasks do nothing else.
  var tilesOfSpread: Int { Winograd.tilesOfSpread(blocks: innerBlocks) }

  /// Rows of a product's operand stored together, at most.
  private static let mostRows = 8

  /// Floats of a plane of points to be multiplied.
  func spreadPlane(tiles: Int) -> Int {
    Winograd.plane(blocks: innerBlocks, rows: tiles + Self.mostRows - 1)
  }

  /// Where a row's points begin in their plane: `[rows of products / rows][blocks][rows][16]`.
  func place(_ row: Int, rows: Int) -> Int {
    (row / rows * innerBlocks * rows + row % rows) * Winograd.block
  }

  /// Pixels to points, for some of the tiles of some images.
  func spread(
    _ tiles: Range<Int>, firstImage: Int, images: Int, to points: UnsafeMutablePointer<Float>,
    plane: Int, scratch: UnsafeMutableRawPointer, _ context: borrowing TaskContext
  ) {
    let tables = WinogradTables(
      winograd, at: scratch, zeros: context.zeros, points: points, plane: plane)
    let rows = Int(context.table.pointee.point_rows)
    let step = rows * Winograd.block
    for index in tiles {
      let (number, tile) = index.quotientAndRemainder(dividingBy: winograd.tiles)
      let image = source(firstImage + number, context)
      let place = place(winograd.row(of: tile, image: number, images: images), rows: rows)
      switch direction {
      case .forward:
        for phase in 0..<winograd.phases {
          tables.spreadLarge(
            image, tile: tile, phase: phase, points: place, pointStep: step, context.table)
        }
      case .transposed:
        tables.spreadSmall(image, tile: tile, points: place, pointStep: step, context.table)
      }
    }
  }

  /// The products at all points of a group by a piece of the filter; all but the first are added to
  /// what is there.
  func multiply(
    _ points: UnsafeMutablePointer<Float>, of group: Group, by panels: Panels,
    to products: UnsafeMutablePointer<Float>, _ context: borrowing TaskContext
  ) {
    let rows = Int(context.table.pointee.point_rows)
    let points = points + panels.innerBlocks.lowerBound * rows * Winograd.block
    for plane in 0..<winograd.planes {
      let tiles = winograd.rows(at: plane, images: group.images)
      if tiles == 0 { continue }
      let next = min(plane + 1, winograd.planes - 1)
      context.table.pointee.point_product(
        points + plane * group.spreadPlane, rows * innerBlocks * Winograd.block,
        panels.first + plane * panels.plane, panels.step, panels.innerBlocks.count,
        products + plane * group.productPlane, group.productRows * Winograd.block, Int32(tiles),
        Int32(panels.count), panels.innerBlocks.lowerBound > 0 ? 1 : 0,
        points + next * group.spreadPlane, panels.first + next * panels.plane)
    }
  }

  /// Points to pixels, for all tiles of an image and some blocks of results.
  ///
  /// Neighbouring tiles add to the pixels that they share. The blocks' points begin where `tables`
  /// has its planes; what lies at a point that a tile does without is neither computed nor used.
  func gather(
    image: Int, firstImage: Int, images: Int, columns: Range<Int>, step: Int,
    _ tables: WinogradTables, _ context: borrowing TaskContext
  ) {
    let target = target(firstImage + image, context)
    for tile in 0..<winograd.tiles {
      let transform = winograd.transform(
        direction == .forward ? CK_GATHER_SMALL : CK_GATHER_LARGE, tile: tile, context.table)
      let place = winograd.row(of: tile, image: image, images: images) * Winograd.block
      switch direction {
      case .forward:
        let isLast = columns.upperBound == winograd.smallBlocks
        tables.setSmall(
          target, tile: tile, channel: columns.lowerBound * Winograd.block, isWritten: true)
        tables.run(
          transform, blocks: columns.count, last: isLast ? winograd.lastFilters : Winograd.block,
          points: place, pointStep: step, ahead: winograd.nextSmall(after: tile))
      case .transposed:
        let edges =
          (tile >= winograd.tilesAcross ? 1 : 0) + (tile % winograd.tilesAcross > 0 ? 2 : 0)
        for phase in 0..<winograd.phases {
          let all = phase * winograd.channelBlocks..<(phase + 1) * winograd.channelBlocks
          let some = all.clamped(to: columns)
          if some.isEmpty { continue }
          let isLast = some.upperBound == all.upperBound
          tables.setLarge(
            target, tile: tile, phase: phase,
            channel: (some.lowerBound - all.lowerBound) * Winograd.block, isWritten: true)
          tables.run(
            transform, blocks: some.count, last: isLast ? winograd.lastChannels : Winograd.block,
            points: place + (some.lowerBound - columns.lowerBound) * step, pointStep: step,
            ahead: winograd.nextLarge(after: tile), edges: edges)
        }
      }
    }
  }

  private func source(
    _ image: Int, _ context: borrowing TaskContext
  ) -> UnsafeMutablePointer<Float> {
    let geometry = winograd.geometry
    let floats = direction == .forward ? geometry.largeFloats : geometry.smallFloats
    return context.operands[image / geometry.batch] + image % geometry.batch * floats
  }

  private func target(
    _ image: Int, _ context: borrowing TaskContext
  ) -> UnsafeMutablePointer<Float> {
    let geometry = winograd.geometry
    let floats = direction == .forward ? geometry.smallFloats : geometry.largeFloats
    return context.operands[sources + 1 + image / geometry.batch] + image % geometry.batch * floats
  }
}
