/// How a trial of a sweep stands.
public enum TrialState: Sendable {
  /// It has its final outcome.
  case final(RunResult)
  /// The scheduler cut it short.
  case stopped(SweepRecord.Stop)
  /// Its process died again and again.
  case failed(SweepRecord.Failure)
  /// It has begun, and a process works at it.
  case running
  /// It has begun, and nobody works at it.
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
    } else if Folder.exists(run.provenance) {
      self = try RunLock.isHeld(run: run.path) ? .running : .interrupted
    } else {
      self = .new
    }
  }

  /// All words for states, in the order in which they are counted: those that are done come first.
  private static let words = [
    "finished", "collapsed", "diverged", "failed", "stopped", "running", "interrupted", "new",
    damaged,
  ]

  /// The word for a trial whose records can't be read.
  package static let damaged = "damaged"

  /// How many of some trials stand how.
  package static func counts(_ words: [String]) -> [(word: String, count: Int)] {
    let counts = Dictionary(grouping: words) { $0 }.mapValues(\.count)
    return Self.words.compactMap { word in counts[word].map { (word, $0) } }
  }

  /// How many of some trials stand how, in words: `3 finished, 1 diverged`.
  package static func countsText(_ words: [String]) -> String {
    counts(words).map { "\($0.count) \($0.word)" }.joined(separator: ", ")
  }

  /// The state in a word.
  public var word: String {
    switch self {
    case .final(let result): result.status.rawValue
    case .stopped: "stopped"
    case .failed: "failed"
    case .running: "running"
    case .interrupted: "interrupted"
    case .new: "new"
    }
  }

  /// The steps that are known to be done.
  public var steps: Int? {
    switch self {
    case .final(let result): result.steps
    case .stopped(let stop): stop.step
    case .failed, .running, .interrupted, .new: nil
    }
  }

  /// The metrics that are known.
  public var metrics: [String: Float] {
    switch self {
    case .final(let result): result.metrics
    case .stopped(let stop): stop.value.map { [stop.metric: $0] } ?? [:]
    case .failed, .running, .interrupted, .new: [:]
    }
  }
}
