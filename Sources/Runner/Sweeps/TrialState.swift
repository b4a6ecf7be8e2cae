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
    let run = folder.run(trial.id)
    if let result = try run.readResult() {
      self = .final(result)
    } else if let stop = record.stopped[trial.id] {
      self = .stopped(stop)
    } else if let failure = record.failed[trial.id] {
      self = .failed(failure)
    } else {
      self = Folder.exists(run.provenance) ? .interrupted : .new
    }
  }

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
}
