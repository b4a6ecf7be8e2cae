internal import CKernels
internal import Glibc
internal import Synchronization

/// Threads that share the tasks of one launch at a time.
///
/// Which thread runs a task changes no bit: tasks are cut by shape and write apart from each other.
/// A phase ends when its tasks have: a thread that has none, because it sleeps or another process
/// has its core, is not waited for. Each thread begins with a stretch of its own, about the images
/// that it had before, which are still in the cache of its core, and then helps the others.
public final class ThreadPool: @unchecked Sendable {
  /// The number of threads, the caller's included.
  public var threads: Int { handles.count + 1 }
  /// The instruction set of the loops.
  public let instructionSet: InstructionSet

  private let table: UnsafePointer<ck_table>
  private let localBytes: Int
  private let local: UnsafeMutableRawPointer
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var handles: [pthread_t] = []

  // Written by the caller while no turn is unfinished, read by whoever has taken one.
  private var launch: Launch?
  private var phase = 0
  private var tasks = 0
  private var tasksOfTurn = 1
  private var turns = 0
  private var step: UInt32 = 0

  /// Turns of the phase, some tasks in a row each, that nobody has taken.
  private let left = Atomic<Int>(0)
  /// Turns of each thread's stretch that nobody has chosen: together never fewer than were taken
  /// without a choice yet.
  private let leftOfStretch: UnsafeMutablePointer<Atomic<Int>>
  /// Turns of the phase that have not ended.
  private let unfinished = Atomic<Int>(0)
  /// Threads that sleep, or are about to, until there are tasks.
  private let sleepers = Atomic<Int>(0)
  private let stopping = Atomic<Bool>(false)

  /// Starts the threads, each with scratch memory of its own.
  public init(threads: Int, instructionSet: InstructionSet, localBytes: Int) {
    let threads = max(1, threads)
    self.instructionSet = instructionSet.table == nil ? .best : instructionSet
    self.table = self.instructionSet.table ?? ck_table_plain()
    self.localBytes = localBytes.blocks(of: 4096) * 4096 + 4096
    // In huge pages: a transform writes to dozens of places at once, each in a small page of its own.
    self.local = .allocate(byteCount: self.localBytes * threads, alignment: 2 << 20)
    madvise(local, self.localBytes * threads, MADV_HUGEPAGE)
    leftOfStretch = .allocate(capacity: threads)
    for index in 0..<threads { (leftOfStretch + index).initialize(to: Atomic(0)) }
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
    pthread_cond_init(done, nil)
    for index in 1..<threads {
      let start = WorkerStart(pool: Unmanaged.passUnretained(self), index: index)
      var handle = pthread_t()
      let failed = pthread_create(
        &handle, nil,
        { argument in
          guard let argument else { return nil }
          let start = Unmanaged<WorkerStart>.fromOpaque(argument).takeRetainedValue()
          start.pool._withUnsafeGuaranteedRef { $0.work(index: start.index) }
          return nil
        }, Unmanaged.passRetained(start).toOpaque())
      if failed == 0 {
        handles.append(handle)
      } else {
        // Fewer threads are slower, but compute the same.
        break
      }
    }
  }

  deinit {
    pthread_mutex_lock(mutex)
    stopping.store(true, ordering: .releasing)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(mutex)
    for handle in handles { pthread_join(handle, nil) }
    pthread_cond_destroy(wake)
    pthread_cond_destroy(done)
    pthread_mutex_destroy(mutex)
    wake.deallocate()
    done.deallocate()
    mutex.deallocate()
    leftOfStretch.deallocate()
    local.deallocate()
  }

  /// Runs all phases of a launch; returns when the last task has ended.
  public func run(_ launch: Launch, step: UInt32) {
    for (phase, tasks) in launch.phases.enumerated() where tasks > 0 {
      self.launch = launch
      self.phase = phase
      self.tasks = tasks
      self.step = step
      tasksOfTurn = tasksOfTurn(of: launch.kernel, tasks: tasks)
      turns = tasks.blocks(of: tasksOfTurn)
      if turns == 1 || handles.isEmpty {
        for turn in 0..<turns { take(turn, of: launch, scratch: local) }
        continue
      }
      for index in 0..<threads {
        leftOfStretch[index].store(stretch(of: index).count, ordering: .relaxed)
      }
      unfinished.store(turns, ordering: .relaxed)
      // In one order with `sleepers`: either this sees who is about to sleep, or that one the tasks.
      left.store(turns, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(wake)
        pthread_mutex_unlock(mutex)
      }
      takeTasks(index: 0)
      waitForTasks()
    }
    self.launch = nil
  }

  /// Turns of a phase that are enough for a thread that is slower, since it shares its core, to take
  /// fewer; and turns of a thread, where there are more threads.
  private static let leastTurns = 16
  private static let turnsOfThread = 2

  /// As many tasks as suit the kernel, or fewer, a power of two, where there would be few turns.
  private func tasksOfTurn(of kernel: any Kernel, tasks: Int) -> Int {
    let leastTurns = max(Self.leastTurns, Self.turnsOfThread * threads)
    var result = kernel.tasksAtATime
    while result > 1, tasks.blocks(of: result) < leastTurns { result /= 2 }
    return result
  }

  private func take(_ turn: Int, of launch: Launch, scratch: UnsafeMutableRawPointer) {
    let first = turn * tasksOfTurn
    launch.run(
      phase: phase, tasks: first..<min(first + tasksOfTurn, tasks), local: scratch, table: table,
      step: step)
  }

  /// The turns that a thread begins with.
  private func stretch(of index: Int) -> Range<Int> {
    index * turns / threads..<(index + 1) * turns / threads
  }

  /// The turn of a thread that has taken one, chosen from its own stretch while that lasts.
  private func nextTurn(index: Int) -> Int {
    var owner = index
    while true {
      var seen = leftOfStretch[owner].load(ordering: .relaxed)
      while seen > 0 {
        let (taken, now) = leftOfStretch[owner].weakCompareExchange(
          expected: seen, desired: seen - 1, ordering: .relaxed)
        if taken { return stretch(of: owner).upperBound - seen }
        seen = now
      }
      owner = (owner + 1) % threads
    }
  }

  /// Waits for the turns that other threads have taken.
  private func waitForTasks() {
    if looksUntil({ unfinished.load(ordering: .acquiring) == 0 }) { return }
    pthread_mutex_lock(mutex)
    while unfinished.load(ordering: .acquiring) > 0 { pthread_cond_wait(done, mutex) }
    pthread_mutex_unlock(mutex)
  }

  private func work(index: Int) {
    while !stopping.load(ordering: .acquiring) {
      if !looksUntil({ left.load(ordering: .relaxed) > 0 }) { sleepUntilTasks() }
      if takeTasks(index: index) {
        pthread_mutex_lock(mutex)
        pthread_cond_signal(done)
        pthread_mutex_unlock(mutex)
      }
    }
  }

  private func sleepUntilTasks() {
    pthread_mutex_lock(mutex)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while left.load(ordering: .sequentiallyConsistent) == 0,
      !stopping.load(ordering: .acquiring)
    {
      pthread_cond_wait(wake, mutex)
    }
    sleepers.subtract(1, ordering: .relaxed)
    pthread_mutex_unlock(mutex)
  }

  /// Runs turns until none is left to take; tells whether the last of the phase ended here.
  @discardableResult private func takeTasks(index: Int) -> Bool {
    let scratch = local + index * localBytes
    var ended = false
    var seen = left.load(ordering: .relaxed)
    while seen > 0 {
      let (taken, now) = left.weakCompareExchange(
        expected: seen, desired: seen - 1, ordering: .acquiring)
      guard taken else {
        seen = now
        continue
      }
      // Until this turn has ended, the phase is the one that it was taken of.
      guard let launch else { return ended }
      take(nextTurn(index: index), of: launch, scratch: scratch)
      ended = unfinished.subtract(1, ordering: .acquiringAndReleasing).newValue == 0
      seen = left.load(ordering: .relaxed)
    }
    return ended
  }

  /// Looks before a thread sleeps: some ten microseconds, so that waiting starves nobody.
  private static let patience = 2_000

  /// Looks for something that another thread does; false when patience has run out.
  @inline(__always)
  private func looksUntil(_ isSo: () -> Bool) -> Bool {
    for _ in 0..<Self.patience {
      if isSo() { return true }
      ck_pause()
    }
    return false
  }
}

/// What a new thread is told.
private final class WorkerStart {
  let pool: Unmanaged<ThreadPool>
  let index: Int

  init(pool: Unmanaged<ThreadPool>, index: Int) {
    self.pool = pool
    self.index = index
  }
}
