/// The sum of a short vector: 16 interleaved partial sums, added in order.
///
/// Operands: vector, single value.
public struct VectorSum: Kernel {
  private let count: Int
  /// The number of tasks in each phase.
  public let phases = [1]
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes = 0

  /// Makes the sum of a number of values.
  public init(count: Int) {
    self.count = count
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    var partial = SIMD16<Float>()
    for index in 0..<count {
      partial[index % 16] += context.operands[0][index]
    }
    var sum = partial[0]
    for index in 1..<16 { sum += partial[index] }
    context.operands[1][0] = sum
  }
}
