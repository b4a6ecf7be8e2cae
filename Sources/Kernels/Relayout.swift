internal import CKernels

/// The order of a tensor's values in memory.
public enum Order: Hashable, Sendable {
  /// The last dimension fastest.
  case rowMajor
  /// `[N, C, …]` with C fastest: images, and rows of features.
  case channelsLast
  /// `[K, C, h, w]` (or `[K, C]`) stored as `[h, w, C, K]`.
  case filter

  /// The steps in memory between neighbours along each dimension of a shape.
  public func strides(of shape: [Int]) -> [Int] {
    let order: [Int] =
      switch self {
      case .rowMajor: Array(shape.indices)
      case .channelsLast:
        shape.count < 3 ? Array(shape.indices) : [0] + Array(2..<shape.count) + [1]
      case .filter: shape.count < 2 ? Array(shape.indices) : Array(2..<shape.count) + [1, 0]
      }
    var strides = [Int](repeating: 1, count: shape.count)
    var step = 1
    for dimension in order.reversed() {
      strides[dimension] = step
      step *= shape[dimension]
    }
    return strides
  }

  /// Where each value of a tensor, taken in row-major order, lies in memory.
  public func offsets(of shape: [Int]) -> [Int] {
    let count = shape.reduce(1, *)
    if isRowMajor(shape) { return Array(0..<count) }
    var offsets = [Int](repeating: 0, count: count)
    forEachTile(of: shape) { tile in
      for row in 0..<tile.rows {
        for column in 0..<tile.columns {
          offsets[tile.start + row * tile.rowStep + column] = tile.places[column] + row
        }
      }
    }
    return offsets
  }

  /// Values in this order, taken from values in row-major order.
  public func arrange(_ values: [Float], shape: [Int]) -> [Float] {
    if isRowMajor(shape) { return values }
    return Self.filled(values) { arrange($0, shape: shape, to: $1) }
  }

  /// Values in row-major order, taken from values in this order.
  public func restore(_ values: [Float], shape: [Int]) -> [Float] {
    if isRowMajor(shape) { return values }
    return Self.filled(values) { restore($0, shape: shape, to: $1) }
  }

  /// Writes values that are in row-major order to memory in this order.
  func arrange(
    _ rows: UnsafePointer<Float>, shape: [Int], to memory: UnsafeMutablePointer<Float>
  ) {
    if isRowMajor(shape) { return memory.update(from: rows, count: shape.reduce(1, *)) }
    Tile.withBlock { block in
      forEachTile(of: shape) { tile in
        ck_transpose_block(
          rows + tile.start, tile.rowStep, Int32(tile.rows), Int32(tile.columns), block)
        for column in 0..<tile.columns {
          (memory + tile.places[column]).update(
            from: block + column * Tile.side, count: tile.rows)
        }
      }
    }
  }

  /// Writes values that are in this order to memory in row-major order.
  func restore(
    _ memory: UnsafePointer<Float>, shape: [Int], to rows: UnsafeMutablePointer<Float>
  ) {
    if isRowMajor(shape) { return rows.update(from: memory, count: shape.reduce(1, *)) }
    Tile.withBlock { block in
      Tile.withBlock { transposed in
        forEachTile(of: shape) { tile in
          for column in 0..<tile.columns {
            (block + column * Tile.side).update(
              from: memory + tile.places[column], count: tile.rows)
          }
          ck_transpose_block(
            block, Tile.side, Int32(tile.columns), Int32(tile.rows), transposed)
          for row in 0..<tile.rows {
            (rows + tile.start + row * tile.rowStep).update(
              from: transposed + row * Tile.side, count: tile.columns)
          }
        }
      }
    }
  }

  /// Whether this order and the row-major one are the same for a shape.
  private func isRowMajor(_ shape: [Int]) -> Bool {
    strides(of: shape) == Order.rowMajor.strides(of: shape)
  }

  /// Some rows and columns of a tensor whose rows lie side by side in memory.
  private struct Tile {
    /// The most rows and columns: a cache line, so that either order reads or writes whole ones.
    static let side = Int(CK_BLOCK)

    /// The first value's place in row-major order, and the steps there from row to row.
    let start: Int
    let rowStep: Int
    let rows: Int
    let columns: Int
    /// Where each column's first value lies in memory.
    let places: UnsafeMutableBufferPointer<Int>

    /// Lends memory for a whole tile.
    static func withBlock(_ body: (UnsafeMutablePointer<Float>) -> Void) {
      withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { block in
        if let block = block.baseAddress { body(block) }
      }
    }
  }

  /// Cuts a tensor that doesn't lie row-major into tiles.
  @inline(__always)
  private func forEachTile(of shape: [Int], _ body: (Tile) -> Void) {
    let (first, second, pixels) = (shape[0], shape[1], shape[2...].reduce(1, *))
    let isFilter = self == .filter
    // Images are matrices `[C, pixels]` one after the other; a filter is one, `[K, C pixels]`.
    let matrices = isFilter ? 1 : first
    let rows = isFilter ? first : second
    let columns = isFilter ? second * pixels : pixels
    withUnsafeTemporaryAllocation(of: Int.self, capacity: Tile.side) { places in
      for row in stride(from: 0, to: rows, by: Tile.side) {
        for matrix in 0..<matrices {
          for column in stride(from: 0, to: columns, by: Tile.side) {
            let some = min(Tile.side, columns - column)
            for index in 0..<some {
              let (channel, pixel) = (column + index).quotientAndRemainder(dividingBy: pixels)
              places[index] =
                row
                + (isFilter
                  ? (pixel * second + channel) * first : (matrix * pixels + pixel) * second)
            }
            body(
              Tile(
                start: (matrix * rows + row) * columns + column, rowStep: columns,
                rows: min(Tile.side, rows - row), columns: some, places: places))
          }
        }
      }
    }
  }

  /// An array as long as another, filled from it.
  private static func filled(
    _ values: [Float], _ fill: (UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: values.count) { target, count in
      count = values.count
      values.withUnsafeBufferPointer { source in
        if let from = source.baseAddress, let to = target.baseAddress { fill(from, to) }
      }
    }
  }
}

/// Reshapes the features of each row where that moves them in memory.
///
/// Operands: source, target, both `channelsLast` with the same first dimension.
public struct Relayout: Kernel {
  private let rows: Int
  private let count: Int
  private let sources: [Int32]
  /// The number of tasks in each phase.
  public var phases: [Int] { [rows] }
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes = 0

  /// Makes a reshape from one shape to another of the same number of values.
  public init(from source: [Int], to target: [Int]) {
    rows = source.first ?? 1
    let from = Order.channelsLast.offsets(of: [1] + source.dropFirst())
    let to = Order.channelsLast.offsets(of: [1] + target.dropFirst())
    count = from.count
    var sources = [Int32](repeating: 0, count: from.count)
    for (a, b) in zip(from, to) { sources[b] = Int32(a) }
    self.sources = sources
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let source = context.operands[0] + task * count
    let target = context.operands[1] + task * count
    for index in 0..<count { target[index] = source[Int(sources[index])] }
  }
}
