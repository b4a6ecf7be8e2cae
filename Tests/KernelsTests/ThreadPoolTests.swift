import Kernels
import Testing

@Suite struct ThreadPoolTests {
  /// Each task counts itself; the second phase checks that the first has ended.
  private struct Counting: Kernel {
    let tasks: Int
    var phases: [Int] { [tasks, 1, tasks] }
    let sharedFloats = 0
    let localBytes = 64

    func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
      let tasks = tasks
      context.withOperand(0, range: 0..<tasks + 1) { counts in
        switch phase {
        case 0: counts[task] += 1
        case 1: counts[tasks] = (0..<tasks).reduce(0) { $0 + counts[$1] }
        default: counts[task] += Float(context.step)
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 8]) func everyTaskRunsOnceAndPhasesWait(threads: Int) throws {
    let pool = ThreadPool(threads: threads, instructionSet: .best, localBytes: 64)
    #expect(pool.threads == threads)
    for tasks in [1, 2, 7, 500] {
      let arena = try Arena(count: tasks + 32)
      let counts = Region(offset: 0, count: tasks + 1)
      let nothing = Region(offset: 0, count: 0)
      let launch = Launch(
        kernel: Counting(tasks: tasks), operands: [counts], shared: nothing, zeros: nothing,
        arena: arena)
      for round in 1...200 {
        arena.write([Float](repeating: 0, count: tasks + 1), to: counts)
        pool.run(launch, step: UInt32(round))
        let found = arena.read(counts)
        #expect(found.last == Float(tasks))
        #expect(found.dropLast().allSatisfy { $0 == Float(round + 1) })
      }
    }
  }
}
