/// How a trial of a sweep stands.
public enum TrialState: Sendable {
  /// It has its final outcome.
  case final(RunResult)
  /// The scheduler cut it short.
  case stopped(SweepRecord.Stop)
  /// Its process died again and again.
  case failed(SweepRecord.Failure)
  /// It has begun.
  case interrupted
  /// It hasn't begun.
  case new

  /// How a trial stands, by its folder and by the sweep's record.
  public init(_ trial: SweepLock.Trial, in folder: SweepFolder, _ record: SweepRecord)
    throws(RunError)
  {
    try self.init(folder.run(trial.id), id: trial.id, record)
  }

  /// How a run stands, by its folder and by the record of its sweep, which is empty of others.
  init(_ run: RunFolder, id: String, _ record: SweepRecord) throws(RunError) {
    if let result = try run.readResult() {
      self = .final(result)
    } else if let stop = record.stopped[id] {
      self = .stopped(stop)
    } else if let failure = record.failed[id] {
      self = .failed(failure)
    } else {
      self = Folder.exists(run.provenance) ? .interrupted : .new
    }
  }

  /// All words for states, in the order in which they are counted.
  package static let words = [
    "finished", "diverged", "collapsed", "stopped", "failed", "interrupted", "new",
  ]

  /// The state in a word.
  public var word: String {
    switch self {
    case .final(let result): result.status.rawValue
    case .stopped: "stopped"
    case .failed: "failed"
    case .interrupted: "interrupted"
    case .new: "new"
    }
  }

  /// The steps that are known to be done.
  public var steps: Int? {
    switch self {
    case .final(let result): result.steps
    case .stopped(let stop): stop.step
    case .failed, .interrupted, .new: nil
    }
  }

  /// The metrics that are known.
  public var metrics: [String: Float] {
    switch self {
    case .final(let result): result.metrics
    case .stopped(let stop): stop.value.map { [stop.metric: $0] } ?? [:]
    case .failed, .interrupted, .new: [:]
    }
  }
}
