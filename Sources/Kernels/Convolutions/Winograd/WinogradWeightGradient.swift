internal import CKernels

/// The gradient of a convolution's filter by Winograd's algorithm.
///
/// Both images of a group go to points; at each point the gradient is a product over the group's
/// tiles, whose sum over the groups goes back to taps. Within a group the images are summed some at a
/// time, so that how many make a group changes no bit.
///
/// Operands: large `[N, H, W, C]` and small images `[N, H', W', K]` of each pair in turn, filter
/// `[kh, kw, C, K]`. Several pairs are one longer sum.
public struct WinogradWeightGradient: Kernel {
  private let winograd: Winograd
  private let pairs: Int

  private let imagesOfSum: Int
  private let imagesOfGroup: Int
  private let groups: Int
  private let tilesOfSpread: Int
  private let rows: Int
  private let largePlane: Int
  private let smallPlane: Int
  private let accumulatorFloats: Int

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public let sharedFloats: Int
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int
  /// What it is called in tables.
  public var name: String { "Winograd weight gradient" }
  /// The multiply-adds of the gradient done directly.
  public var multiplyAdds: Int { pairs * winograd.geometry.multiplyAdds }

  /// Floats that a group may take: sums in memory are read and written once a group.
  public static let groupFloats = 5 << 18
  /// Floats that images summed at a time may take, where cutting the sum costs less than it saves.
  private static let sumFloats = 5 << 17
  /// Blocks of channels and of filters of a product.
  private static let taskLarge = 2
  private static let taskSmall = 2
  /// Tiles of a chain.
  private static let chain = 256

  /// Lays the work out; how much of it makes a group changes no bit.
  public init(_ winograd: Winograd, pairs: Int = 1, groupFloats: Int = Self.groupFloats) {
    self.winograd = winograd
    self.pairs = pairs
    let images = pairs * winograd.geometry.batch
    let blocks = winograd.largeBlocks + winograd.smallBlocks
    let floatsOfImage = winograd.planes * winograd.tiles * blocks * Winograd.block
    tilesOfSpread = Winograd.tilesOfSpread(blocks: blocks.blocks(of: winograd.phases))
    let sums = winograd.planes * winograd.largeBlocks * winograd.smallBlocks * Winograd.cell
    let cut = images.blocks(of: max(1, Self.sumFloats / floatsOfImage))
    imagesOfSum = images.blocks(of: 2 * sums <= images * floatsOfImage ? cut : 1)
    let sumsOfGroup = max(1, groupFloats / (imagesOfSum * floatsOfImage))
    imagesOfGroup = min(imagesOfSum * sumsOfGroup, images)
    groups = images.blocks(of: imagesOfGroup)
    rows = (imagesOfGroup * winograd.tiles) | 1
    largePlane = Winograd.plane(blocks: winograd.largeBlocks, rows: rows)
    smallPlane = Winograd.plane(blocks: winograd.smallBlocks, rows: rows)
    accumulatorFloats = winograd.planes * Self.taskLarge * Self.taskSmall * Winograd.cell
    let products =
      winograd.phases * winograd.channelBlocks.blocks(of: Self.taskLarge)
      * winograd.smallBlocks.blocks(of: Self.taskSmall)
    sharedFloats =
      winograd.planes * (largePlane + smallPlane) + (groups > 1 ? products * accumulatorFloats : 0)
    localBytes =
      WinogradTables.bytes(winograd) + accumulatorFloats * MemoryLayout<Float>.stride
    phases = (0..<groups).flatMap { [imagesOfGroup, tilesOfSpread] group in
      let tiles = min(imagesOfGroup, images - group * imagesOfGroup) * winograd.tiles
      return [winograd.phases * tiles.blocks(of: tilesOfSpread), products]
    }
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let firstImage = phase / 2 * imagesOfGroup
    let images = min(imagesOfGroup, pairs * winograd.geometry.batch - firstImage)
    if phase % 2 == 0 {
      spread(task: task, firstImage: firstImage, images: images, context)
    } else {
      multiply(task: task, group: phase / 2, images: images, context)
    }
  }

  /// Pixels to points, for a phase of some large tiles and as large a part of the small ones.
  ///
  /// Products are cut by phases too, in the same order, so that of a few cores each finds more of the
  /// points that it multiplies in its own cache.
  private func spread(task: Int, firstImage: Int, images: Int, _ context: borrowing TaskContext) {
    let geometry = winograd.geometry
    let step = rows * Winograd.block
    let large = WinogradTables(
      winograd, at: context.local, zeros: context.zeros, points: context.shared, plane: largePlane)
    let small = WinogradTables(
      winograd, at: context.local, zeros: context.zeros,
      points: context.shared + winograd.planes * largePlane, plane: smallPlane)
    let tiles = images * winograd.tiles
    let (phase, piece) = task.quotientAndRemainder(dividingBy: tiles.blocks(of: tilesOfSpread))
    for index in piece * tilesOfSpread..<min((piece + 1) * tilesOfSpread, tiles) {
      let (number, tile) = index.quotientAndRemainder(dividingBy: winograd.tiles)
      let points = row(of: tile, image: number, images: images) * Winograd.block
      let (pair, image) = (firstImage + number).quotientAndRemainder(dividingBy: geometry.batch)
      large.spreadLarge(
        context.operands[pair * 2] + image * geometry.largeFloats, tile: tile,
        phase: phase, points: points, pointStep: step, context.table)
      if index * winograd.phases / tiles == phase {
        small.spreadSmall(
          context.operands[pair * 2 + 1] + image * geometry.smallFloats, tile: tile,
          points: points, pointStep: step, context.table)
      }
    }
  }

  /// The row of a tile of a group: those summed at a time are together.
  private func row(of tile: Int, image: Int, images: Int) -> Int {
    let (sum, place) = image.quotientAndRemainder(dividingBy: imagesOfSum)
    let first = sum * imagesOfSum
    return first * winograd.tiles
      + winograd.row(of: tile, image: place, images: min(imagesOfSum, images - first))
  }

  /// The products at all points for some channels of a phase and some filters.
  private func multiply(task: Int, group: Int, images: Int, _ context: borrowing TaskContext) {
    let smallTasks = winograd.smallBlocks.blocks(of: Self.taskSmall)
    let channelTasks = winograd.channelBlocks.blocks(of: Self.taskLarge)
    let filters = task % smallTasks * Self.taskSmall
    let channels = task / smallTasks % channelTasks * Self.taskLarge
    let phase = task / smallTasks / channelTasks
    let filterBlocks = min(Self.taskSmall, winograd.smallBlocks - filters)
    let channelBlocks = min(Self.taskLarge, winograd.channelBlocks - channels)
    let plane = channelBlocks * filterBlocks * Winograd.cell
    let step = rows * Winograd.block
    let sums =
      groups > 1
      ? context.shared + winograd.planes * (largePlane + smallPlane) + task * accumulatorFloats
      : context.local.assumingMemoryBound(to: Float.self)
    let large = context.shared + (phase * winograd.channelBlocks + channels) * step
    let small = context.shared + winograd.planes * largePlane + filters * step
    let product = context.table.pointee.point_outer
    for point in 0..<winograd.planes {
      for image in stride(from: 0, to: images, by: imagesOfSum) {
        let tiles = winograd.rows(at: point, images: min(imagesOfSum, images - image))
        let start = image * winograd.tiles
        // Where no tile has the point, the sum is that of none.
        for first in stride(from: start, to: start + max(tiles, 1), by: Self.chain) {
          // What comes after it, at this point or the next.
          let after =
            first + Self.chain < start + tiles
            ? first + Self.chain : start + imagesOfSum * winograd.tiles
          let isLast = after >= images * winograd.tiles
          let next = isLast ? min(point + 1, winograd.planes - 1) : point
          let row = isLast ? 0 : after
          product(
            large + point * largePlane + first * Winograd.block, step, Int32(channelBlocks),
            small + point * smallPlane + first * Winograd.block, step, Int32(filterBlocks),
            min(Self.chain, start + tiles - first), sums + point * plane,
            group > 0 || first > 0 ? 1 : 0, large + next * largePlane + row * Winograd.block,
            small + next * smallPlane + row * Winograd.block)
        }
      }
    }
    guard group == groups - 1 else { return }

    let tables = WinogradTables(
      winograd, at: context.local + accumulatorFloats * MemoryLayout<Float>.stride,
      zeros: context.zeros, points: sums, plane: plane)
    let transform = winograd.transform(CK_GATHER_FILTER, context.table)
    let isLast = filters + filterBlocks == winograd.smallBlocks
    for block in 0..<channelBlocks {
      for row in 0..<Winograd.block {
        let channel = (channels + block) * Winograd.block + row
        guard channel < winograd.geometry.channels else { break }
        tables.setTaps(
          context.operands[2 * pairs] + channel * winograd.geometry.filters
            + filters * Winograd.block, phase: phase, isWritten: true)
        tables.run(
          transform, blocks: filterBlocks, last: isLast ? winograd.lastFilters : Winograd.block,
          points: block * filterBlocks * Winograd.cell + row * Winograd.block,
          pointStep: Winograd.cell, ahead: winograd.geometry.filters)
      }
    }
  }
}
