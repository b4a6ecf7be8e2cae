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
    let strides = strides(of: shape)
    var offsets = [0]
    for (size, stride) in zip(shape, strides) {
      offsets = offsets.flatMap { base in (0..<size).map { base + $0 * stride } }
    }
    return offsets
  }

  /// Values in this order, taken from values in row-major order.
  public func arrange(_ values: [Float], shape: [Int]) -> [Float] {
    if strides(of: shape) == Order.rowMajor.strides(of: shape) { return values }
    var result = [Float](repeating: 0, count: values.count)
    for (index, offset) in offsets(of: shape).enumerated() { result[offset] = values[index] }
    return result
  }

  /// Values in row-major order, taken from values in this order.
  public func restore(_ values: [Float], shape: [Int]) -> [Float] {
    if strides(of: shape) == Order.rowMajor.strides(of: shape) { return values }
    return offsets(of: shape).map { values[$0] }
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
