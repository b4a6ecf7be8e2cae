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

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public var sharedFloats: Int { winograd.planes * spreadPlane }
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int
  /// What it is called in tables.
  public var name: String { "Winograd streamed product" }
  /// The multiply-adds of the convolution done directly.
  public var multiplyAdds: Int { pass.sources * winograd.geometry.multiplyAdds }

  /// Tiles of a group, about: enough to use a piece of the filter often, few enough for the results
  /// to stay in a core's cache.
  private static let groupTiles = 128
  /// Panels of a task, and blocks of the sum of a piece of the filter: a chain, so that the bits are
  /// those of a filter transformed ahead.
  private static let taskPanels = 2
  private static let pieceBlocks = Int(CK_SEGMENTS)
  /// Floats of a piece of the filter at one point, and a gap.
  private static let piecePlane = taskPanels * pieceBlocks * Winograd.cell + 48

  /// Lays the work out.
  public init(_ direction: ConvolutionDirection, _ winograd: Winograd, sources: Int = 1) {
    let pass = WinogradPass(winograd: winograd, direction: direction, sources: sources)
    self.winograd = winograd
    self.pass = pass
    let groups = pass.images.blocks(of: max(1, Self.groupTiles / winograd.tiles))
    let imagesOfGroup = pass.images.blocks(of: groups)
    self.imagesOfGroup = imagesOfGroup
    spreadPlane = pass.spreadPlane(tiles: imagesOfGroup * winograd.tiles)
    productRows = imagesOfGroup * winograd.tiles | 1
    productPlane = Winograd.plane(blocks: Self.taskPanels, rows: productRows)
    localBytes =
      winograd.planes * (Self.piecePlane + productPlane) * MemoryLayout<Float>.stride
      + WinogradCells.bytes(winograd) + WinogradTables.bytes(winograd)
    phases = (0..<groups).flatMap { group in
      let images = min(imagesOfGroup, pass.images - group * imagesOfGroup)
      return [
        (images * winograd.tiles).blocks(of: pass.tilesOfSpread),
        pass.columnBlocks.blocks(of: Self.taskPanels),
      ]
    }
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let firstImage = phase / 2 * imagesOfGroup
    let images = min(imagesOfGroup, pass.images - firstImage)
    if phase % 2 == 0 {
      let some = pass.tilesOfSpread
      pass.spread(
        task * some..<min((task + 1) * some, images * winograd.tiles), firstImage: firstImage,
        images: images, to: context.shared, plane: spreadPlane, scratch: context.local, context)
    } else {
      let first = task * Self.taskPanels
      multiply(
        columns: first..<min(first + Self.taskPanels, pass.columnBlocks), firstImage: firstImage,
        images: images, context)
    }
  }

  /// The products at all points for some panels, and their way back to pixels.
  private func multiply(
    columns: Range<Int>, firstImage: Int, images: Int, _ context: borrowing TaskContext
  ) {
    let piece = context.local.assumingMemoryBound(to: Float.self)
    let products = piece + winograd.planes * Self.piecePlane
    let scratch = products + winograd.planes * productPlane
    let cells = WinogradCells(
      winograd, pass.direction, at: scratch, zeros: context.zeros, table: context.table)
    let rows = Int(context.table.pointee.point_rows)
    let panelFloats = Self.pieceBlocks * Winograd.cell
    for first in stride(from: 0, to: pass.innerBlocks, by: Self.pieceBlocks) {
      let count = min(Self.pieceBlocks, pass.innerBlocks - first)
      for (panel, column) in columns.enumerated() {
        for block in 0..<count {
          let inner = first + block
          cells.write(
            context.operands[pass.sources], channels: pass.direction == .forward ? inner : column,
            filters: pass.direction == .forward ? column : inner,
            to: piece + panel * panelFloats + block * Winograd.cell, stride: Self.piecePlane)
        }
      }
      for plane in 0..<winograd.planes {
        let tiles = winograd.rows(at: plane, images: images)
        if tiles == 0 { continue }
        let next = min(plane + 1, winograd.planes - 1)
        context.table.pointee.point_product(
          context.shared + plane * spreadPlane + first * rows * Winograd.block,
          rows * pass.innerBlocks * Winograd.block, piece + plane * Self.piecePlane, panelFloats,
          count, products + plane * productPlane, productRows * Winograd.block,
          Int32(tiles), Int32(columns.count), first > 0 ? 1 : 0,
          context.shared + next * spreadPlane + first * rows * Winograd.block,
          piece + next * Self.piecePlane)
      }
    }
    let tables = WinogradTables(
      winograd, at: scratch, zeros: context.zeros, points: products, plane: productPlane)
    for image in 0..<images {
      pass.gather(
        image: image, firstImage: firstImage, images: images, columns: columns,
        step: productRows * Winograd.block, tables, context)
    }
  }
}
