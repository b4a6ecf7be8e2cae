import ModelSpec

extension Comparison {
  /// Compares the configurations of a sweep or an ablation, as it was frozen when it began.
  ///
  /// - Throws: `SpecError` or `RunError` where its records cannot be read, and `RunError` where the
  ///   options name what isn't there.
  public init(sweep folder: SweepFolder, options: Options = Options()) throws {
    guard let lock = try SweepLock(reading: folder) else {
      throw RunError.noSuchRun(folder.path, runs: Folder.parent(of: folder.path))
    }
    try self.init(lock, in: folder, record: SweepRecord(reading: folder), options: options)
  }

  /// Compares the configurations of a sweep that was read before.
  public init(
    _ lock: SweepLock, in folder: SweepFolder, record: SweepRecord, options: Options = Options()
  ) throws {
    let trials = try lock.trials.concurrentMap { trial in
      try Trial(folder.run(trial.id), id: trial.id, seed: trial.seed, record: record)
    }
    let configurations = zip(lock.trials, trials).grouped { $0.0.name }.map { name, members in
      Configuration(name: name, changes: members[0].0.changes, trials: members.map(\.1))
    }
    try self.init(name: lock.name, kind: lock.kind, configurations, options: options)
  }
}

extension Comparison.Trial {
  /// Reads what a run came to.
  init(
    _ folder: RunFolder, id: String, seed: UInt64, record: SweepRecord
  ) throws(RunError) {
    self.folder = folder
    self.id = id
    self.seed = seed
    state = try TrialState(folder, id: id, record)
    measures =
      if case .final(let result) = state, result.status == .finished {
        try RunMeasures(reading: folder, result: result)
      } else {
        nil
      }
  }

  /// The final outcome; nil while there is none.
  public var result: RunResult? {
    if case .final(let result) = state { result } else { nil }
  }

  /// Why it is no further, in words; nil where its state's own word says all.
  public var reason: String? {
    switch state {
    case .failed(let failure): failure.reason
    case .stopped(let stop):
      "after step \(stop.step), place \(stop.rank) of \(stop.of) by \(stop.metric)"
    case .final(let result):
      result.collapse.map { "in step \($0.step): \($0.symptom.rawValue)" }
        ?? result.divergence?.diagnosis.message
    case .running, .interrupted, .new: nil
    }
  }
}
