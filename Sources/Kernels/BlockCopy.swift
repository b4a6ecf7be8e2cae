/// Copies stretches of one operand to another, and zeros what no stretch covers.
///
/// Operands: sources in order, then the target.
public struct BlockCopy: Kernel {
  /// A stretch: which source, from where, to where, how long, in floats.
  public struct Stretch: Sendable {
    let source: Int
    let from: Int
    let to: Int
    let count: Int

    /// Makes a stretch.
    public init(source: Int, from: Int, to: Int, count: Int) {
      self.source = source
      self.from = from
      self.to = to
      self.count = count
    }
  }

  private let stretches: [Stretch]
  private let sources: Int
  private let count: Int
  /// The number of tasks in each phase.
  public var phases: [Int] { [1, stretches.count] }
  /// Floats of scratch that all tasks share.
  public let sharedFloats = 0
  /// Bytes of scratch that each thread needs.
  public let localBytes = 0

  /// Makes a copy into a target of `count` floats.
  public init(stretches: [Stretch], sources: Int, count: Int) {
    self.stretches = stretches
    self.sources = sources
    self.count = count
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let target = context.operands[sources]
    if phase == 0 {
      if stretches.reduce(0, { $0 + $1.count }) < count {
        target.update(repeating: 0, count: count)
      }
    } else {
      let stretch = stretches[task]
      (target + stretch.to).update(
        from: context.operands[stretch.source] + stretch.from, count: stretch.count)
    }
  }
}
