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
    var offsets = [Int](repeating: 0, count: shape.reduce(1, *))
    forEachPlace(of: shape) { row, memory in offsets[row] = memory }
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
    forEachPlace(of: shape) { memory[$1] = rows[$0] }
  }

  /// Writes values that are in this order to memory in row-major order.
  func restore(
    _ memory: UnsafePointer<Float>, shape: [Int], to rows: UnsafeMutablePointer<Float>
  ) {
    forEachPlace(of: shape) { rows[$0] = memory[$1] }
  }

  /// Whether this order and the row-major one are the same for a shape.
  private func isRowMajor(_ shape: [Int]) -> Bool {
    strides(of: shape) == Order.rowMajor.strides(of: shape)
  }

  /// Pairs each place of a row-major tensor with the place in memory.
  @inline(__always)
  private func forEachPlace(of shape: [Int], _ body: (_ row: Int, _ memory: Int) -> Void) {
    if isRowMajor(shape) {
      for place in 0..<shape.reduce(1, *) { body(place, place) }
      return
    }
    // `[a, b, …]` as rows `outer` of columns `inner`, whose neighbours lie side by side in memory,
    // of pixels, whose neighbours lie side by side in the row-major tensor.
    let (first, second, pixels) = (shape[0], shape[1], shape[2...].reduce(1, *))
    let isFilter = self == .filter
    let (outer, inner) = isFilter ? (second, first) : (first, second)
    let (outerRow, innerRow) = isFilter ? (pixels, second * pixels) : (second * pixels, pixels)
    let (outerStep, pixelStep) = isFilter ? (first, first * second) : (second * pixels, second)
    // A cache line of neighbours at a time, so that each line is fetched once.
    let line = 16
    for start in stride(from: 0, to: inner, by: line) {
      let end = min(start + line, inner)
      for a in 0..<outer {
        for pixel in 0..<pixels {
          for b in start..<end {
            body(a * outerRow + b * innerRow + pixel, a * outerStep + b + pixel * pixelStep)
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
