import Metrics
import ModelSpec

extension ResultRecord {
  /// Collects what a sweep of a spec came to, for a record in a folder.
  ///
  /// - Throws: `RunError.incompleteSweep` where trials have no outcome yet.
  public init(of sweep: SweepFolder, lock: SweepLock, spec path: String, in folder: String) throws {
    schema = Self.schema
    name = lock.name
    kind = lock.kind
    arithmetic = lock.arithmetic
    spec = FilePath.relative(path, to: folder)
    overrides = lock.overrides
    scheduler = lock.scheduler
    let record = try SweepRecord(reading: sweep)
    var lacking: [RunError.LackingTrial] = []
    trials = try lock.trials.compactMap { trial -> Trial? in
      let state = try TrialState(trial, in: sweep, record)
      guard let status = Status(rawValue: state.word) else {
        lacking.append(.init(title: trial.title, state: state.word))
        return nil
      }
      return try Trial(
        trial, status, state, in: sweep.run(trial.id), arithmetic: lock.arithmetic)
    }
    guard lacking.isEmpty else {
      throw RunError.incompleteSweep(sweep.path, lacking: lacking, of: lock.trials.count)
    }
    let methods = Set(trials.compactMap(\.made))
    guard methods.count == 1 else { return }
    made = methods.first
    for index in trials.indices { trials[index].made = nil }
  }
}

extension ResultRecord.Trial {
  fileprivate init(
    _ trial: SweepLock.Trial, _ status: ResultRecord.Status, _ state: TrialState,
    in run: RunFolder, arithmetic: String
  ) throws {
    let result: RunResult? = if case .final(let result) = state { result } else { nil }
    let stop: SweepRecord.Stop? = if case .stopped(let stop) = state { stop } else { nil }
    id = trial.id
    name = trial.name
    changes = trial.changes
    storedSeed = JSONValue(seed: trial.seed)
    digests = trial.digests
    self.status = status
    stopped = stop?.rounded
    made = result?.made?.without(seed: trial.seed)
    let metrics = result?.metrics ?? [:]
    storedMetrics = metrics.mapValues { JSONValue(measured: Double($0).rounded(toDigits: 6)) }
    guard let result else {
      // How far a failed one got is chance.
      let last = stopped?.step ?? 0
      weights = last == 0 ? [:] : try WeightsLog(run).weights(upTo: last, isEnd: false)
      return
    }
    guard result.arithmetic == arithmetic else {
      throw RunError.otherArithmetic(
        run: run.path, theirs: result.arithmetic, ours: arithmetic, finished: true)
    }
    guard result.digests.spec == digests.spec, result.digests.data == digests.data else {
      throw RunError.damagedRecord(path: run.result)
    }
    weights = try WeightsLog(run).weights(upTo: result.steps, isEnd: true)
    guard weights[result.steps] == result.digests.weights else {
      throw RunError.damagedRecord(path: run.metrics)
    }
  }
}

extension SweepRecord.Stop {
  /// The same with its value rounded as metrics are.
  fileprivate var rounded: Self {
    let value = value.flatMap { $0.isFinite ? Float(Double($0).rounded(toDigits: 6)) : nil }
    return Self(step: step, rank: rank, of: of, metric: metric, value: value)
  }
}
