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

  /// Takes up what a spec says, or what the sweep began with if the options say so.
  ///
  /// - Throws: `RunError.changedSweep` where the two differ, and the options don't say which counts.
  public init(
    _ expansion: Expansion, spec path: String, overrides: [String], options: SweepOptions
  ) throws {
    self.options = options
    folder = SweepFolder(runs: options.runs, name: expansion.base.name)
    let before = try SweepLock(reading: folder)
    if let before, !options.restart, before.arithmetic != RunIdentity.arithmetic {
      throw RunError.otherArithmetic(
        run: folder.path, theirs: before.arithmetic, ours: RunIdentity.arithmetic, finished: false)
    }
    if case .frozen = options.change {
      guard let before else {
        throw RunError.noSuchSweep(expansion.base.name, runs: options.runs)
      }
      let frozen = try Experiment.expansion(
        path: before.spec, overrides: before.overrides, texts: before.sources)
      (plan, lock) = (try Self.plan(frozen), before)
      let now = SweepLock(plan, spec: before.spec, overrides: before.overrides)
      // The texts are the same: what differs comes of the data.
      if let change = SweepChange(from: before, to: now) {
        throw RunError.changedSweep(name: before.name, change)
      }
      return
    }
    plan = try Self.plan(expansion)
    lock = SweepLock(plan, spec: path, overrides: overrides)
    if let before, !options.restart, let change = SweepChange(from: before, to: lock) {
      guard case .update = options.change else {
        throw RunError.changedSweep(name: lock.name, change)
      }
    }
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
    try lock.write(to: folder)
    let known = Set(lock.trials.map(\.id))
    try SweepRecord.update(folder) { record in
      if options.restart { record = SweepRecord() }
      if options.retriesFailed { record.failed = [:] }
      record.failed = record.failed.filter { known.contains($0.key) }
      record.stopped = record.stopped.filter { known.contains($0.key) && lock.scheduler != nil }
    }
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
