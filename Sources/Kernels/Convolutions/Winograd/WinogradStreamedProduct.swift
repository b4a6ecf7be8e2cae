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
  private let groupsOfRound: Int
  /// Both panels of a pair, for all groups of a round.
  public var tasksAtATime: Int { Self.panels * groupsOfRound }

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public var sharedFloats: Int { groupsOfRound * pointsOfGroup }
  /// Bytes of scratch that each thread needs.
  public var localBytes: Int {
    (winograd.planes * Self.piecePlane + groupsOfRound * productsOfGroup)
      * MemoryLayout<Float>.stride
      + WinogradCells.bytes(winograd) + WinogradTables.bytes(winograd)
  }
  /// What it is called in tables.
  public var name: String { "Winograd streamed product" }
  /// The multiply-adds of the convolution done directly.
  public var multiplyAdds: Int { pass.sources * winograd.geometry.multiplyAdds }

  /// Tiles of a group, about, and groups of a round: enough to use a piece of the filter often, few
  /// enough for the results to stay in a core's cache.
  private static let groupTiles = 64
  private static let mostGroups = 2
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
    let groupsOfRound = min(groups, Self.mostGroups)
    self.imagesOfGroup = imagesOfGroup
    self.groupsOfRound = groupsOfRound
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
    let imagesOfRound = groupsOfRound * imagesOfGroup
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

  /// The layout of a group's points, of which the last may have fewer images.
  private func group(images: Int) -> WinogradPass.Group {
    WinogradPass.Group(pass, images: images, columnBlocks: Self.panels)
  }

  private var pointsOfGroup: Int { winograd.planes * group(images: imagesOfGroup).spreadPlane }
  private var productsOfGroup: Int { winograd.planes * group(images: imagesOfGroup).productPlane }

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
    for index in tiles.lowerBound / tilesOfGroup..<tiles.upperBound.blocks(of: tilesOfGroup) {
      let first = index * tilesOfGroup
      let own = tiles.clamped(to: first..<first + tilesOfGroup)
      let images = images(of: index, in: round)
      pass.spread(
        own.lowerBound - first..<own.upperBound - first, firstImage: images.lowerBound,
        images: images.count, to: context.shared + index * pointsOfGroup,
        plane: group(images: images.count).spreadPlane, scratch: context.local, context)
    }
  }

  /// The products at all points for some panels and groups, and their way back to pixels.
  private func multiply(
    columns: Range<Int>, groups: Range<Int>, images round: Range<Int>,
    _ context: borrowing TaskContext
  ) {
    let piece = context.local.assumingMemoryBound(to: Float.self)
    let products = piece + winograd.planes * Self.piecePlane
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
      let panels = WinogradPass.Panels(
        first: piece, plane: Self.piecePlane, step: panelFloats, count: columns.count,
        innerBlocks: blocks)
      for (place, index) in groups.enumerated() {
        pass.multiply(
          context.shared + index * pointsOfGroup,
          of: group(images: images(of: index, in: round).count), by: panels,
          to: products + place * productsOfGroup, context)
      }
    }
    for (place, index) in groups.enumerated() {
      let images = images(of: index, in: round)
      let group = group(images: images.count)
      let tables = WinogradTables(
        winograd, at: scratch, zeros: context.zeros, points: products + place * productsOfGroup,
        plane: group.productPlane)
      for image in 0..<images.count {
        pass.gather(
          image: image, firstImage: images.lowerBound, images: images.count, columns: columns,
          step: group.productRows * Winograd.block, tables, context)
      }
    }
  }
}
