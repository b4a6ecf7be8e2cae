internal import CKernels

/// The gradient of a filter over a large image with few channels: a sum of outer products, each of
/// all that the filter covers at a place by the small pixel there.
///
/// A chain runs over a band of at most 256 small pixels or a row. The bands are added in order
/// within at most 64 parts of the batch, and then the parts.
///
/// Operands: large image `[N, H, W, C]`, small image `[N, H', W', K]`, filter `[kh, kw, C, K]`.
public struct EdgeWeightGradient: Kernel {
  private let geometry: ConvolutionGeometry
  private let bands: EdgeBands
  private let partBands: Int
  private let parts: Int

  private static let mostParts = 64

  /// The number of tasks in each phase.
  public var phases: [Int] { [parts, terms] }
  /// Floats of scratch that all tasks share.
  public var sharedFloats: Int { parts * terms * geometry.filters }
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int

  /// Rows of the gradient: what the filter covers at a place.
  private var terms: Int { geometry.taps * geometry.channels }

  /// Lays the work out.
  public init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
    bands = EdgeBands(geometry, pixels: 256)
    partBands = bands.count.blocks(of: Self.mostParts)
    parts = bands.count.blocks(of: partBands)
    localBytes =
      geometry.taps * geometry.channels * MemoryLayout<Int>.stride
      + (bands.floats + bands.pixels * InstructionSet.widestPanel) * MemoryLayout<Float>.stride
  }

  /// What it is called in tables.
  public var name: String { "Edge weight gradient" }
  /// The multiply-adds of the convolution done directly.
  public var multiplyAdds: Int { geometry.multiplyAdds }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    if phase == 0 {
      addBands(part: task, context)
    } else {
      addParts(row: task, context)
    }
  }

  private func addBands(part: Int, _ context: borrowing TaskContext) {
    let g = geometry
    let places = context.local.assumingMemoryBound(to: UnsafePointer<Float>?.self)
    let copy = (context.local + terms * MemoryLayout<Int>.stride)
      .assumingMemoryBound(to: Float.self)
    for term in 0..<terms {
      places[term] = UnsafePointer(
        copy + term / bands.segment * bands.rowLength + term % bands.segment)
    }
    let first = part * partBands
    for band in first..<min(first + partBands, bands.count) {
      let (image, rows) = bands.place(of: band)
      bands.copy(band, of: context.operands[0], to: copy)
      let small =
        context.operands[1] + (image * g.outHeight + rows.lowerBound) * g.outWidth * g.filters
      let floats = rows.count * g.outWidth * g.filters
      context.table.pointee.stepped_product(
        places, terms, rows.count, bands.stepDown, g.outWidth, bands.step, small, g.filters,
        g.filters,
        copy + bands.floats, context.shared + part * terms * g.filters, band > first ? 1 : 0,
        small + floats, floats)
    }
  }

  private func addParts(row: Int, _ context: borrowing TaskContext) {
    let filters = geometry.filters
    let target = context.operands[2] + row * filters
    target.update(from: context.shared + row * filters, count: filters)
    for part in 1..<parts {
      context.table.pointee.map[Int(CK_ADD.rawValue)](
        target, target, context.shared + (part * terms + row) * filters, 0, filters)
    }
  }
}
