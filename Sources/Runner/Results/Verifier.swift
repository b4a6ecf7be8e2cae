import Datasets
import ModelSpec

/// Trains the trials of a record again, and compares.
public struct Verifier {
  /// The record.
  public let record: ResultRecord
  private let path: String
  private let expansion: Expansion
  private var data = TrialData()

  /// Reads a record and the spec that it is of.
  ///
  /// - Throws: `SpecError` where the spec, or the record's text, isn't right.
  public init(_ path: String) throws {
    self.path = path
    record = try ResultRecord(reading: path)
    let isAbsolute = record.spec.hasPrefix("/")
    let spec =
      isAbsolute
      ? record.spec : FilePath.shortened("\(Folder.parent(of: path))/\(record.spec)")
    expansion = try Experiment.expansion(path: spec, overrides: record.overrides)
  }

  /// The trials of some ids, starts of ids or names; all where none are given.
  public func trials(_ words: [String]) throws(RunError) -> [ResultRecord.Trial] {
    var ids: Set<String> = []
    for word in words {
      let found = record.trials.filter {
        $0.name == word || (!word.isEmpty && $0.id.hasPrefix(word))
      }
      guard !found.isEmpty else { throw .noSuchTrial(word, record: path) }
      ids.formUnion(found.map(\.id))
    }
    return words.isEmpty ? record.trials : record.trials.filter { ids.contains($0.id) }
  }

  /// Trains a trial again, as far as the first difference or a number of steps.
  ///
  /// Nil where a signal came in between.
  public mutating func verify(
    _ trial: ResultRecord.Trial, steps: Int? = nil, machine: Machine,
    report: @escaping (TrainingEvent) -> Void = { _ in }
  ) throws -> TrialVerdict? {
    var verdict = TrialVerdict(trial: trial)
    compareHeads(&verdict)
    guard let configuration = configuration(of: trial) else {
      verdict.differences.append(.noSuchTrial)
      verdict.causes.append(.spec)
      return verdict
    }
    let spec = configuration.spec
    // Where it is missing, the error says how it is made.
    let images = try data.dataset(of: spec) ?? Dataset.open(spec)
    let identity = RunIdentity(name: spec.name, spec: configuration.digest, data: images.digest)
    compare(&verdict, configuration, identity)
    // One that failed has no results.
    if trial.lastStep > 0 {
      let replay = try Replay(
        trial, made: trial.made ?? record.made, of: spec, images, identity: identity,
        steps: steps, machine: machine)
      guard try replay.run(report: report) else { return nil }
      verdict.steps = replay.same
      verdict.comparedMetrics = replay.comparedMetrics
      verdict.differences += replay.differences
    }
    if !verdict.isSame { verdict.causes += causes(verdict, identity) }
    return verdict
  }

  /// The configuration that a trial is of, as the spec has it now.
  private func configuration(of trial: ResultRecord.Trial) -> Configuration? {
    let candidates = expansion.configurations.filter {
      $0.spec.seed == trial.seed && $0.name == trial.name
    }
    return candidates.first { $0.digest == trial.digests.spec } ?? candidates.first
      ?? expansion.configurations.first { $0.digest == trial.digests.spec }
  }

  /// Compares what stands in the record for all trials.
  private func compareHeads(_ verdict: inout TrialVerdict) {
    func compare(_ key: String, _ recorded: String, _ now: String) {
      guard recorded != now else { return }
      verdict.differences.append(.value(key: key, recorded: recorded, now: now))
    }
    compare("name", record.name, expansion.base.name)
    compare("kind", record.kind.rawValue, expansion.kind.rawValue)
    compare("arithmetic", record.arithmetic, RunIdentity.arithmetic)
    if record.scheduler != expansion.scheduler {
      let now = expansion.scheduler == nil ? "none" : "another"
      compare("scheduler", record.scheduler == nil ? "none" : "one", now)
    }
  }

  /// Compares what doesn't take training.
  private func compare(
    _ verdict: inout TrialVerdict, _ configuration: Configuration, _ identity: RunIdentity
  ) {
    let trial = verdict.trial
    for (key, recorded, now) in [
      ("name", trial.name, configuration.name),
      ("seed", "\(trial.seed)", "\(configuration.spec.seed)"),
      ("digests.spec", trial.digests.spec, identity.spec),
      ("digests.data", trial.digests.data, identity.data),
      ("id", trial.id, identity.id),
      (
        "changes", JSONValue.object(trial.changes).canonical,
        JSONValue.object(SweepLock.changes(configuration)).canonical
      ),
    ] where recorded != now {
      verdict.differences.append(.value(key: key, recorded: recorded, now: now))
    }
  }

  private func causes(_ verdict: TrialVerdict, _ identity: RunIdentity) -> [ResultCause] {
    let trial = verdict.trial
    let recorded = RunIdentity(name: "", spec: trial.digests.spec, data: trial.digests.data)
    // Where it contradicts itself, a digest in it says nothing of the spec or the data.
    if recorded.id != trial.id { return [.file] }
    var causes: [ResultCause] = []
    if record.arithmetic != RunIdentity.arithmetic {
      causes.append(.arithmetic(recorded: record.arithmetic, now: RunIdentity.arithmetic))
    }
    if trial.digests.spec != identity.spec { causes.append(.spec) }
    if trial.digests.data != identity.data { causes.append(.data) }
    if verdict.differences.contains(where: \.isOfEvaluation) { causes.append(.evaluation) }
    return causes.isEmpty ? [.other] : causes
  }
}
