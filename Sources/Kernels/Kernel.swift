internal import CKernels

/// A piece of a plan's work, cut by shape alone into tasks that any thread may run.
///
/// Its operands are regions of an arena, bound by `Launch`; it holds no pointer itself.
public protocol Kernel: Sendable {
  /// The number of tasks in each phase; a phase begins when the one before has ended.
  var phases: [Int] { get }
  /// Floats of scratch that all its tasks share.
  var sharedFloats: Int { get }
  /// Bytes of scratch that each thread needs for itself.
  var localBytes: Int { get }
  /// What it is called in tables.
  var name: String { get }
  /// The multiply-adds of a convolution done directly, whatever way it is done; 0 for all else.
  var multiplyAdds: Int { get }
  /// Tasks in a row that share work if one thread does them together: a power of two. How many it
  /// does changes no bit.
  var tasksAtATime: Int { get }
  /// Runs one task.
  func run(phase: Int, task: Int, _ context: borrowing TaskContext)
  /// Runs some tasks in a row: a power of two, at most `tasksAtATime`, or what is left in the end, from
  /// a multiple of that power on.
  func run(phase: Int, tasks: Range<Int>, _ context: borrowing TaskContext)
}

extension Kernel {
  /// The name of its type.
  public var name: String { "\(Self.self)" }
  /// None.
  public var multiplyAdds: Int { 0 }
  /// Tasks share nothing.
  public var tasksAtATime: Int { 1 }
  /// One after another.
  public func run(phase: Int, tasks: Range<Int>, _ context: borrowing TaskContext) {
    for task in tasks { run(phase: phase, task: task, context) }
  }
}

/// What a task works on.
public struct TaskContext: ~Copyable {
  let operands: UnsafePointer<UnsafeMutablePointer<Float>>
  let shared: UnsafeMutablePointer<Float>
  let local: UnsafeMutableRawPointer
  let zeros: UnsafeMutablePointer<Float>
  let table: UnsafePointer<ck_table>
  /// The step of training, which names random draws.
  public let step: UInt32

  /// Lets a body fill a part of an operand.
  public func withOperand(
    _ index: Int, range: Range<Int>, _ body: (inout MutableSpan<Float>) -> Void
  ) {
    let buffer = UnsafeMutableBufferPointer(
      start: operands[index] + range.lowerBound, count: range.count)
    var span = buffer.mutableSpan
    body(&span)
  }

  /// Lends a body the thread's own scratch.
  public func withLocal(count: Int, _ body: (inout MutableSpan<Float>) -> Void) {
    let buffer = UnsafeMutableBufferPointer(
      start: local.assumingMemoryBound(to: Float.self), count: count)
    var span = buffer.mutableSpan
    body(&span)
  }
}

/// A kernel bound to the regions that it works on.
public final class Launch: @unchecked Sendable {
  let kernel: any Kernel
  let phases: [Int]
  let arena: Arena
  let operands: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
  let shared: UnsafeMutablePointer<Float>
  let zeros: UnsafeMutablePointer<Float>

  /// Binds a kernel's operands in its order, its shared scratch, and a region of zeros as long as
  /// the longest row that any kernel may read beyond an image's edge.
  public init(
    kernel: any Kernel, operands regions: [Region], shared: Region, zeros: Region, arena: Arena
  ) {
    self.kernel = kernel
    self.phases = kernel.phases
    self.arena = arena
    self.operands = .allocate(capacity: max(regions.count, 1))
    for (index, region) in regions.enumerated() {
      (operands + index).initialize(to: arena.base + region.offset)
    }
    self.shared = arena.base + shared.offset
    self.zeros = arena.base + zeros.offset
  }

  deinit {
    operands.deallocate()
  }

  func run(
    phase: Int, tasks: Range<Int>, local: UnsafeMutableRawPointer,
    table: UnsafePointer<ck_table>, step: UInt32
  ) {
    kernel.run(
      phase: phase, tasks: tasks,
      TaskContext(
        operands: operands, shared: shared, local: local, zeros: zeros, table: table, step: step))
  }
}
