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

  /// Each task notes how many are done with it.
  private struct Turns: Kernel {
    let tasks: Int
    let tasksAtATime: Int
    var phases: [Int] { [tasks] }
    let sharedFloats = 0
    let localBytes = 64

    func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
      run(phase: phase, tasks: task..<task + 1, context)
    }

    func run(phase: Int, tasks: Range<Int>, _ context: borrowing TaskContext) {
      context.withOperand(0, range: tasks) { counts in
        for index in counts.indices { counts[index] += Float(tasks.count) }
      }
    }
  }

  /// Sixteen turns, or two for each thread, where there are so many tasks; the last takes what is left.
  @Test(arguments: [
    (threads: 1, tasks: 512, expected: 16), (2, 256, 16), (2, 255, 16), (2, 64, 4), (8, 64, 4),
    (9, 64, 2), (16, 64, 2), (32, 64, 1), (32, 128, 2), (33, 128, 1), (1, 31, 2), (1, 17, 1),
    (1, 1, 1),
  ])
  func threadTakesSomeTasksAtATime(threads: Int, tasks: Int, expected: Int) throws {
    let pool = ThreadPool(threads: threads, instructionSet: .best, localBytes: 64)
    let arena = try Arena(count: tasks + 32)
    let counts = Region(offset: 0, count: tasks)
    let nothing = Region(offset: 0, count: 0)
    arena.write([Float](repeating: 0, count: tasks), to: counts)
    pool.run(
      Launch(
        kernel: Turns(tasks: tasks, tasksAtATime: 16), operands: [counts], shared: nothing,
        zeros: nothing, arena: arena),
      step: 1)
    let turns = stride(from: 0, to: tasks, by: expected).flatMap { first in
      let count = min(expected, tasks - first)
      return [Float](repeating: Float(count), count: count)
    }
    #expect(arena.read(counts) == turns)
  }
}
