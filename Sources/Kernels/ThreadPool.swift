internal import CKernels
internal import Glibc
internal import Synchronization

/// Threads that share the tasks of one launch at a time.
///
/// Which thread runs a task changes no bit: tasks are cut by shape and write apart from each other.
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

  // Written by the caller before `generation` is raised, read by workers after they saw it.
  private var launch: Launch?
  private var phase = 0
  private var tasks = 0
  private var step: UInt32 = 0
  private var stopping = false

  private let generation = Atomic<Int>(0)
  private let nextTask = Atomic<Int>(0)
  private let working = Atomic<Int>(0)

  /// Starts the threads, each with scratch memory of its own.
  public init(threads: Int, instructionSet: InstructionSet, localBytes: Int) {
    let threads = max(1, threads)
    self.instructionSet = instructionSet.table == nil ? .best : instructionSet
    self.table = self.instructionSet.table ?? ck_table_plain()
    self.localBytes = localBytes.blocks(of: 4096) * 4096 + 4096
    self.local = .allocate(byteCount: self.localBytes * threads, alignment: 4096)
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
    stopping = true
    generation.add(1, ordering: .releasing)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(mutex)
    for handle in handles { pthread_join(handle, nil) }
    pthread_cond_destroy(wake)
    pthread_cond_destroy(done)
    pthread_mutex_destroy(mutex)
    wake.deallocate()
    done.deallocate()
    mutex.deallocate()
    local.deallocate()
  }

  /// Runs all phases of a launch; returns when the last task has ended.
  public func run(_ launch: Launch, step: UInt32) {
    for (phase, tasks) in launch.phases.enumerated() where tasks > 0 {
      if tasks == 1 || handles.isEmpty {
        for task in 0..<tasks {
          launch.run(phase: phase, task: task, local: local, table: table, step: step)
        }
        continue
      }
      self.launch = launch
      self.phase = phase
      self.tasks = tasks
      self.step = step
      nextTask.store(0, ordering: .relaxed)
      working.store(handles.count, ordering: .relaxed)
      pthread_mutex_lock(mutex)
      generation.add(1, ordering: .releasing)
      pthread_cond_broadcast(wake)
      pthread_mutex_unlock(mutex)
      takeTasks(index: 0)
      waitForWorkers()
    }
    self.launch = nil
  }

  private func waitForWorkers() {
    for _ in 0..<Self.patience where working.load(ordering: .acquiring) > 0 { pause() }
    if working.load(ordering: .acquiring) == 0 { return }
    pthread_mutex_lock(mutex)
    while working.load(ordering: .acquiring) > 0 { pthread_cond_wait(done, mutex) }
    pthread_mutex_unlock(mutex)
  }

  private func work(index: Int) {
    var seen = 0
    while true {
      for _ in 0..<Self.patience where generation.load(ordering: .acquiring) == seen { pause() }
      if generation.load(ordering: .acquiring) == seen {
        pthread_mutex_lock(mutex)
        while generation.load(ordering: .acquiring) == seen { pthread_cond_wait(wake, mutex) }
        pthread_mutex_unlock(mutex)
      }
      seen = generation.load(ordering: .acquiring)
      if stopping { return }
      takeTasks(index: index)
      if working.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
        pthread_mutex_lock(mutex)
        pthread_cond_signal(done)
        pthread_mutex_unlock(mutex)
      }
    }
  }

  private func takeTasks(index: Int) {
    guard let launch else { return }
    let scratch = local + index * localBytes
    while true {
      let task = nextTask.add(1, ordering: .relaxed).oldValue
      if task >= tasks { return }
      launch.run(phase: phase, task: task, local: scratch, table: table, step: step)
    }
  }

  /// Looks before a thread sleeps: some ten microseconds, so that waiting starves nobody.
  private static let patience = 2_000

  @inline(__always)
  private func pause() {
    ck_pause()
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
