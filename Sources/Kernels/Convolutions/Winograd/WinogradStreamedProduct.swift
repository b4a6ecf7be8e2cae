internal import CKernels

/// A convolution, or its transpose, by Winograd's algorithm, with a filter transformed on the way.
///
/// Where a transformed filter is larger than the caches, or few tiles pass through it, writing and
/// reading it costs more than making it: each task transforms some of it, piece by piece, right before
/// the products.
///
/// Operands: sources `[N, h, w, inner]`, filter `[kh, kw, C, K]`, as many targets
/// `[N, H, W, columns]`. Several sources pass through one filter as if they were one batch.
public struct WinogradStreamedProduct: Kernel {
  private let winograd: Winograd
  private let pass: WinogradPass

  private let imagesOfGroup: Int
  private let spreadPlane: Int
  private let productRows: Int
  private let productPlane: Int
  /// Both panels of a pair, for all groups of a round.
  public let tasksAtATime: Int

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public var sharedFloats: Int { tasksAtATime / Self.panels * winograd.planes * spreadPlane }
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int
  /// What it is called in tables.
  public var name: String { "Winograd streamed product" }
  /// The multiply-adds of the convolution done directly.
  public var multiplyAdds: Int { pass.sources * winograd.geometry.multiplyAdds }

  /// Tiles of a group, about, and groups of a round: enough to use a piece of the filter often, few
  /// enough for the results to stay in a core's cache.
  private static let groupTiles = 64
  private static let groupsOfRound = 2
  /// Panels that are multiplied at a time, and blocks of the sum of a piece of the filter: a chain, so
  /// that the bits are those of a filter transformed ahead.
  private static let panels = 2
  private static let pieceBlocks = Int(CK_SEGMENTS)
  /// Floats of a piece of the filter at one point, and a gap.
  private static let piecePlane = panels * pieceBlocks * Winograd.cell + 48

  /// Lays the work out.
  public init(_ direction: ConvolutionDirection, _ winograd: Winograd, sources: Int = 1) {
    let pass = WinogradPass(winograd: winograd, direction: direction, sources: sources)
    self.winograd = winograd
    self.pass = pass
    let groups = pass.images.blocks(of: max(1, Self.groupTiles / winograd.tiles))
    let imagesOfGroup = pass.images.blocks(of: groups)
    let groupsOfRound = min(groups, Self.groupsOfRound)
    self.imagesOfGroup = imagesOfGroup
    spreadPlane = pass.spreadPlane(tiles: imagesOfGroup * winograd.tiles)
    productRows = imagesOfGroup * winograd.tiles | 1
    productPlane = Winograd.plane(blocks: Self.panels, rows: productRows)
    tasksAtATime = Self.panels * groupsOfRound
    localBytes =
      winograd.planes * (Self.piecePlane + groupsOfRound * productPlane)
      * MemoryLayout<Float>.stride
      + WinogradCells.bytes(winograd) + WinogradTables.bytes(winograd)
    phases = stride(from: 0, to: groups, by: groupsOfRound).flatMap { first in
      let images = min(groupsOfRound * imagesOfGroup, pass.images - first * imagesOfGroup)
      return [
        (images * winograd.tiles).blocks(of: pass.tilesOfSpread),
        pass.columnBlocks.blocks(of: Self.panels) * images.blocks(of: imagesOfGroup) * Self.panels,
      ]
    }
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    run(phase: phase, tasks: task..<task + 1, context)
  }

  /// Brings some tiles of a round to points, or multiplies some panels for some of its groups.
  public func run(phase: Int, tasks: Range<Int>, _ context: borrowing TaskContext) {
    let imagesOfRound = tasksAtATime / Self.panels * imagesOfGroup
    let firstImage = phase / 2 * imagesOfRound
    let images = firstImage..<min(firstImage + imagesOfRound, pass.images)
    if phase % 2 == 0 {
      for task in tasks { spread(task: task, images: images, context) }
      return
    }
    // Of each pair of panels, both for one group after another; or of one group a single panel.
    let tasksOfPair = images.count.blocks(of: imagesOfGroup) * Self.panels
    for pair in tasks.lowerBound / tasksOfPair..<tasks.upperBound.blocks(of: tasksOfPair) {
      let first = pair * tasksOfPair
      let some = (first..<first + tasksOfPair).clamped(to: tasks)
      let panel = pair * Self.panels + (some.count == 1 ? some.lowerBound % Self.panels : 0)
      let columns = panel..<min(panel + min(some.count, Self.panels), pass.columnBlocks)
      if columns.isEmpty { continue }
      multiply(
        columns: columns,
        groups: (some.lowerBound - first)
          / Self.panels..<(some.upperBound - first).blocks(of: Self.panels),
        images: images, context)
    }
  }

  /// The images of a group of a round.
  private func images(of group: Int, in round: Range<Int>) -> Range<Int> {
    let first = round.lowerBound + group * imagesOfGroup
    return first..<min(first + imagesOfGroup, round.upperBound)
  }

  /// Pixels to points, for some tiles of a round.
  private func spread(task: Int, images round: Range<Int>, _ context: borrowing TaskContext) {
    let some = pass.tilesOfSpread
    let tiles = task * some..<min((task + 1) * some, round.count * winograd.tiles)
    let tilesOfGroup = imagesOfGroup * winograd.tiles
    for group in tiles.lowerBound / tilesOfGroup..<tiles.upperBound.blocks(of: tilesOfGroup) {
      let first = group * tilesOfGroup
      let own = tiles.clamped(to: first..<first + tilesOfGroup)
      let images = images(of: group, in: round)
      pass.spread(
        own.lowerBound - first..<own.upperBound - first, firstImage: images.lowerBound,
        images: images.count, to: context.shared + group * winograd.planes * spreadPlane,
        plane: spreadPlane, scratch: context.local, context)
    }
  }

  /// The products at all points for some panels and groups, and their way back to pixels.
  private func multiply(
    columns: Range<Int>, groups: Range<Int>, images round: Range<Int>,
    _ context: borrowing TaskContext
  ) {
    let piece = context.local.assumingMemoryBound(to: Float.self)
    let products = piece + winograd.planes * Self.piecePlane
    let productsOfGroup = winograd.planes * productPlane
    let scratch = products + groups.count * productsOfGroup
    let cells = WinogradCells(
      winograd, pass.direction, at: scratch, zeros: context.zeros, table: context.table)
    let panelFloats = Self.pieceBlocks * Winograd.cell
    for first in stride(from: 0, to: pass.innerBlocks, by: Self.pieceBlocks) {
      let blocks = first..<min(first + Self.pieceBlocks, pass.innerBlocks)
      for (panel, column) in columns.enumerated() {
        for (block, inner) in blocks.enumerated() {
          cells.write(
            context.operands[pass.sources], channels: pass.direction == .forward ? inner : column,
            filters: pass.direction == .forward ? column : inner,
            to: piece + panel * panelFloats + block * Winograd.cell, stride: Self.piecePlane)
        }
      }
      for (index, group) in groups.enumerated() {
        multiply(
          group: group, images: images(of: group, in: round).count, by: piece, blocks: blocks,
          panels: columns.count, to: products + index * productsOfGroup, context)
      }
    }
    for (index, group) in groups.enumerated() {
      let tables = WinogradTables(
        winograd, at: scratch, zeros: context.zeros, points: products + index * productsOfGroup,
        plane: productPlane)
      let images = images(of: group, in: round)
      for image in 0..<images.count {
        pass.gather(
          image: image, firstImage: images.lowerBound, images: images.count, columns: columns,
          step: productRows * Winograd.block, tables, context)
      }
    }
  }

  /// The products of a group's points and a piece of the filter.
  private func multiply(
    group: Int, images: Int, by piece: UnsafeMutablePointer<Float>, blocks: Range<Int>, panels: Int,
    to products: UnsafeMutablePointer<Float>, _ context: borrowing TaskContext
  ) {
    let rows = Int(context.table.pointee.point_rows)
    let points =
      context.shared + group * winograd.planes * spreadPlane
      + blocks.lowerBound * rows * Winograd.block
    for plane in 0..<winograd.planes {
      let tiles = winograd.rows(at: plane, images: images)
      if tiles == 0 { continue }
      let next = min(plane + 1, winograd.planes - 1)
      context.table.pointee.point_product(
        points + plane * spreadPlane, rows * pass.innerBlocks * Winograd.block,
        piece + plane * Self.piecePlane, Self.pieceBlocks * Winograd.cell, blocks.count,
        products + plane * productPlane, productRows * Winograd.block, Int32(tiles),
        Int32(panels), blocks.lowerBound > 0 ? 1 : 0, points + next * spreadPlane,
        piece + next * Self.piecePlane)
    }
  }
}
