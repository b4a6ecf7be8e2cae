public import Metrics
public import ModelSpec

/// What a sweep or an ablation came to, in the form that is kept in version control.
///
/// It holds only what spec, data and arithmetic determine: no times and no machine.
public struct ResultRecord: Codable, Hashable, Sendable {
  /// How a trial ended.
  public enum Status: String, Codable, Sendable {
    /// All steps were done.
    case finished
    /// A loss or a weight became infinite, or not a number.
    case diverged
    /// Its spec's `stop_when` ended it.
    case collapsed
    /// The scheduler cut it short.
    case stopped
    /// Its process died again and again.
    case failed
  }

  /// What a trial came to.
  public struct Trial: Codable, Hashable, Sendable {
    /// The run's id.
    public let id: String
    /// What tables call it; trials that differ in the seed alone share it.
    public let name: String
    /// Each path that it sets, to its value; the seed of `seeds` aside.
    public let changes: [String: JSONValue]
    /// The seed.
    public var seed: UInt64 { storedSeed.seed ?? 0 }
    /// How it ended.
    public let status: Status
    /// What determined it.
    public let digests: Provenance.Digests
    /// The weights' digests, by the step after which they were taken.
    public let weights: [Int: String]
    /// The result's metrics, rounded to six digits.
    public var metrics: [String: Double] { storedMetrics.compactMapValues(\.measured) }
    /// How metrics were made, where not all of the sweep's were made the same way; a seed that is
    /// the trial's own is left out.
    public var made: [String: Evaluation.Method]?
    /// Where the scheduler cut it short, if it did.
    public let stopped: SweepRecord.Stop?

    let storedSeed: JSONValue
    let storedMetrics: [String: JSONValue]

    enum CodingKeys: String, CodingKey {
      case id, name, changes, status, digests, weights, made, stopped
      case storedSeed = "seed"
      case storedMetrics = "metrics"
    }

    /// The last step that is recorded; 0 where none is.
    public var lastStep: Int { max(weights.keys.max() ?? 0, stopped?.step ?? 0) }
  }

  /// The grammar of this file.
  public let schema: Int
  /// The spec's name.
  public let name: String
  /// What made the trials.
  public let kind: Expansion.Kind
  /// The version of the arithmetic.
  public let arithmetic: String
  /// The spec's file, relative to the record's folder.
  public let spec: String
  /// What the command line changed.
  public let overrides: [String]
  /// How trials were cut short; nil where each was trained to its end.
  public let scheduler: SuccessiveHalving?
  /// How metrics were made, where all were made the same way.
  public var made: [String: Evaluation.Method]?
  /// The trials in order.
  public var trials: [Trial]

  static let schema = 1
}
