import Datasets
public import ModelSpec

/// A sweep or an ablation that can be run: all its trials are known, checked, and frozen on disk.
public struct Sweep: Sendable {
  /// What it is.
  public let lock: SweepLock
  /// Where it lies.
  public let folder: SweepFolder
  let plan: TrialPlan
  let options: SweepOptions

  /// Takes up what a sweep began with, from the texts in its lock.
  ///
  /// - Throws: `RunError.changedSweep` where they now mean something else: the data has changed.
  public init(frozen lock: SweepLock, in folder: SweepFolder, options: SweepOptions) throws {
    (self.lock, self.folder, self.options) = (lock, folder, options)
    try Self.checkArithmetic(of: lock, in: folder, options)
    plan = try Self.plan(
      Experiment.expansion(path: lock.spec, overrides: lock.overrides, texts: lock.sources))
    let now = SweepLock(plan, spec: lock.spec, overrides: lock.overrides)
    if let change = SweepChange(from: lock, to: now) {
      throw RunError.changedSweep(name: lock.name, change)
    }
  }

  /// Takes up what a spec says.
  ///
  /// - Throws: `RunError.changedSweep` where the two differ, and the options don't say which counts.
  public init(
    _ expansion: Expansion, spec path: String, overrides: [String], options: SweepOptions
  ) throws {
    self.options = options
    folder = SweepFolder(runs: options.runs, name: expansion.base.name)
    let before = try SweepLock(reading: folder)
    if let before { try Self.checkArithmetic(of: before, in: folder, options) }
    plan = try Self.plan(expansion)
    lock = SweepLock(plan, spec: path, overrides: overrides)
    try Self.check(lock, against: before, options)
  }

  /// Refuses what isn't what the sweep began with, unless the options say that it counts.
  private static func check(
    _ lock: SweepLock, against before: SweepLock?, _ options: SweepOptions
  ) throws(RunError) {
    guard let before, !options.restart, !options.updates else { return }
    if let change = SweepChange(from: before, to: lock) {
      throw .changedSweep(name: lock.name, change)
    }
  }

  /// Refuses to go on with what other arithmetic began.
  private static func checkArithmetic(
    of lock: SweepLock, in folder: SweepFolder, _ options: SweepOptions
  ) throws(RunError) {
    guard !options.restart, lock.arithmetic != RunIdentity.arithmetic else { return }
    throw .otherArithmetic(
      run: folder.path, theirs: lock.arithmetic, ours: RunIdentity.arithmetic, finished: false)
  }

  /// A plan whose data is there.
  private static func plan(_ expansion: Expansion) throws -> TrialPlan {
    let plan = try TrialPlan(expansion, measuresMemory: false)
    if plan.trials.contains(where: { $0.identity == nil }),
      let missing = plan.warnings.lazy.compactMap({ $0 as? DatasetError }).first
    {
      throw missing
    }
    return plan
  }

  /// Writes the lock, and throws away what is there if the options say so.
  func begin() throws {
    if options.restart {
      for trial in lock.trials { try RunWriter.clear(folder.run(trial.id)) }
    }
    try Folder.make(folder.path)
    let right = try folder.locked()
    // Another process may have begun a sweep of this name meanwhile.
    try Self.check(lock, against: SweepLock(reading: folder), options)
    try lock.write(to: folder)
    _ = consume right
    let known = Set(lock.trials.map(\.id))
    try SweepRecord.update(folder) { record in
      if options.restart { record = SweepRecord() }
      if options.retriesFailed { record.failed = [:] }
      record.failed = record.failed.filter { known.contains($0.key) }
      record.stopped = record.stopped.filter { known.contains($0.key) && lock.scheduler != nil }
    }
  }

  /// What its trials are told apart by: the scheduler's metric, or else the first one.
  public var metric: String? {
    lock.scheduler?.metric ?? plan.expansion.base.evaluate.metrics.first?.kind
  }

  /// How each trial stands.
  public func states() throws -> [TrialState] {
    let record = try SweepRecord(reading: folder)
    return try lock.trials.map { try TrialState($0, in: folder, record) }
  }

  /// Whether a trial needs nothing more.
  func isDone(_ number: Int, _ state: TrialState) throws -> Bool {
    switch state {
    case .final(let result):
      guard result.arithmetic == RunIdentity.arithmetic else {
        throw RunError.otherArithmetic(
          run: folder.run(lock.trials[number].id).path, theirs: result.arithmetic,
          ours: RunIdentity.arithmetic, finished: true)
      }
      return try result.missing(of: plan.methods(of: number)).isEmpty
    case .stopped, .failed: return true
    case .running, .interrupted, .new: return false
    }
  }
}
