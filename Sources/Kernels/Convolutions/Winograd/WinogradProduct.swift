internal import CKernels

/// A convolution, or its transpose, by Winograd's algorithm, with a filter transformed ahead.
///
/// Groups of images pass through three phases: pixels to points, a matrix product at each point,
/// points to pixels. A group is as large as the caches may be expected to hold.
///
/// Operands: sources `[N, h, w, inner]`, a filter from `WinogradFilter`, as many targets
/// `[N, H, W, columns]`. Several sources pass through one filter as if they were one batch.
public struct WinogradProduct: Kernel {
  private let winograd: Winograd
  private let pass: WinogradPass

  private let imagesOfGroup: Int
  private let spreadPlane: Int
  private let productRows: Int
  private let productPlane: Int

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public var sharedFloats: Int { winograd.planes * (spreadPlane + productPlane) }
  /// Bytes of scratch that each thread needs.
  public var localBytes: Int { WinogradTables.bytes(winograd) }
  /// What it is called in tables.
  public var name: String { "Winograd product" }
  /// The multiply-adds of the convolution done directly.
  public var multiplyAdds: Int { pass.sources * winograd.geometry.multiplyAdds }

  /// Floats that a group may take, so that its points stay in the caches; and at least this part of
  /// the filter's, since each group reads the filter anew.
  private static let groupFloats = 1 << 20
  private static let groupPart = 4
  /// Tiles and panels of a product: a multiple of every register tile's rows.
  private static let taskTiles = 96
  private static let taskPanels = 4

  /// Lays the work out.
  public init(_ direction: ConvolutionDirection, _ winograd: Winograd, sources: Int = 1) {
    let pass = WinogradPass(winograd: winograd, direction: direction, sources: sources)
    self.winograd = winograd
    self.pass = pass
    let floatsOfImage =
      winograd.planes * winograd.tiles * (pass.innerBlocks + pass.columnBlocks) * Winograd.block
    let floats = max(Self.groupFloats, winograd.filterFloats / Self.groupPart)
    let groups = pass.images.blocks(of: max(1, floats / floatsOfImage))
    let imagesOfGroup = pass.images.blocks(of: groups)
    self.imagesOfGroup = imagesOfGroup
    spreadPlane = pass.spreadPlane(tiles: imagesOfGroup * winograd.tiles)
    productRows = imagesOfGroup * winograd.tiles | 1
    productPlane = Winograd.plane(blocks: pass.columnBlocks, rows: productRows)
    phases = (0..<groups).flatMap { group in
      let images = min(imagesOfGroup, pass.images - group * imagesOfGroup)
      let tiles = images * winograd.tiles
      return [
        tiles.blocks(of: pass.tilesOfSpread),
        winograd.planes * tiles.blocks(of: Self.taskTiles)
          * pass.columnBlocks.blocks(of: Self.taskPanels),
        images,
      ]
    }
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let firstImage = phase / 3 * imagesOfGroup
    let images = min(imagesOfGroup, pass.images - firstImage)
    let products = context.shared + winograd.planes * spreadPlane
    switch phase % 3 {
    case 0:
      pass.spread(
        task: task, firstImage: firstImage, images: images, to: context.shared, plane: spreadPlane,
        context)
    case 1:
      multiply(task: task, images: images, to: products, context)
    default:
      let tables = WinogradTables(
        winograd, at: context.local, zeros: context.zeros, points: products, plane: productPlane)
      pass.gather(
        image: task, firstImage: firstImage, images: images, columns: 0..<pass.columnBlocks,
        step: productRows * Winograd.block, tables, context)
    }
  }

  /// The product at one point, for some tiles and panels.
  private func multiply(
    task: Int, images: Int, to products: UnsafeMutablePointer<Float>,
    _ context: borrowing TaskContext
  ) {
    let tileTasks = (images * winograd.tiles).blocks(of: Self.taskTiles)
    let panelTasks = pass.columnBlocks.blocks(of: Self.taskPanels)
    let first = task % tileTasks * Self.taskTiles
    let panel = task / tileTasks % panelTasks * Self.taskPanels
    let plane = task / tileTasks / panelTasks
    let tiles = winograd.rows(at: plane, images: images)
    guard first < tiles else { return }
    let rows = Int(context.table.pointee.point_rows)
    let panelFloats = pass.innerBlocks * Winograd.cell
    let filterPlane = Winograd.plane(
      blocks: pass.innerBlocks, rows: pass.columnBlocks * Winograd.block)
    context.table.pointee.point_product(
      context.shared + plane * spreadPlane + pass.place(first, rows: rows),
      rows * pass.innerBlocks * Winograd.block,
      context.operands[pass.sources] + plane * filterPlane + panel * panelFloats, panelFloats,
      pass.innerBlocks,
      products + plane * productPlane + (panel * productRows + first) * Winograd.block,
      productRows * Winograd.block, Int32(min(Self.taskTiles, tiles - first)),
      Int32(min(Self.taskPanels, pass.columnBlocks - panel)), 0)
  }
}
