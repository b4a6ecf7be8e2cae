/// What training a recorded trial again showed.
public struct TrialVerdict: Sendable {
  /// The trial, as it is recorded.
  public let trial: ResultRecord.Trial
  /// The steps whose weights were compared, and are the same.
  public internal(set) var steps: [Int] = []
  /// Whether the result's metrics were compared, too.
  public internal(set) var comparedMetrics = false
  /// What isn't as it is recorded.
  public internal(set) var differences: [ResultDifference] = []
  /// Why that can be.
  public internal(set) var causes: [ResultCause] = []

  /// Whether all that was compared is as it is recorded.
  public var isSame: Bool { differences.isEmpty }
}

/// Something that isn't as it is recorded.
public enum ResultDifference: Hashable, Sendable {
  /// The spec has no such trial.
  case noSuchTrial
  /// A value that doesn't take training to know.
  case value(key: String, recorded: String, now: String)
  /// The weights after a step; the first such step.
  case weights(step: Int, recorded: String?, now: String?)
  /// How it ended.
  case status(recorded: String, now: String)
  /// A metric after the last step.
  case metric(name: String, recorded: Double?, now: Double?)
  /// How a metric was made.
  case method(metric: String)

  /// Whether another `evaluate` in the spec, which is no part of its digest, would explain it.
  var isOfEvaluation: Bool {
    switch self {
    case .method, .metric(_, nil, _), .metric(_, _, nil): true
    default: false
    }
  }
}

/// Why bits can differ from recorded ones.
public enum ResultCause: Hashable, Sendable {
  /// The arithmetic has another version.
  case arithmetic(recorded: String, now: String)
  /// The spec gives the trial another meaning.
  case spec
  /// The images are others.
  case data
  /// The spec measures in another way.
  case evaluation
  /// The file contradicts itself.
  case file
  /// All of that is the same.
  case other
}
