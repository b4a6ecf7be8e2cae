public import Metrics
public import ModelSpec

/// The final outcome of a run, as far as its spec determines it.
public struct RunResult: Codable, Hashable, Sendable {
  /// How a run ends.
  public enum Status: String, Codable, Sendable {
    /// All steps were done.
    case finished
    /// A loss or a weight became infinite, or not a number.
    case diverged
    /// What the spec's `stop_when` names was seen.
    case collapsed
  }

  /// What determined the run, and what came out.
  public struct Digests: Codable, Hashable, Sendable {
    /// The spec's digest.
    public let spec: String
    /// The data's digest.
    public let data: String
    /// The weights' digest after the last step.
    public let weights: String
  }

  /// Where a run diverged.
  public struct Divergence: Codable, Hashable, Sendable {
    /// The step, counted from 1.
    public let step: Int
    /// The loss or the weight that isn't finite.
    public let tensor: String
    /// The first operation of the step whose result isn't finite, where it could be found.
    public let operation: String?

    /// Names the place of a divergence.
    public init(step: Int, tensor: String, operation: String?) {
      self.step = step
      self.tensor = tensor
      self.operation = operation
    }
  }

  /// What ended a run that its spec has stop.
  public struct Collapse: Codable, Hashable, Sendable {
    /// The step, counted from 1.
    public let step: Int
    /// The symptom, by its name in the spec.
    public let symptom: StopWhen.Symptom

    /// Names what ended a run.
    public init(step: Int, symptom: StopWhen.Symptom) {
      self.step = step
      self.symptom = symptom
    }
  }

  /// How it ended.
  public let status: Status
  /// The steps done.
  public let steps: Int
  /// The version of the arithmetic.
  public let arithmetic: String
  /// What determined the run, and what came out.
  public let digests: Digests
  /// The last step's losses and means, and what was measured after it, by their names in the log.
  public private(set) var metrics: [String: Float]
  /// How what was measured was made, by the metric's name; nil where nothing was.
  public private(set) var made: [String: Evaluation.Method]?
  /// Where it diverged, if it did.
  public let divergence: Divergence?
  /// What ended it before its last step, if its spec had it stop.
  public let collapse: Collapse?
  /// What was wrong with it, in words; nil in results from before there was such a thing.
  public let diagnoses: [DiagnosisRecord]?

  init(
    status: Status, steps: Int, arithmetic: String, digests: Digests, metrics: [String: Float],
    divergence: Divergence? = nil, collapse: Collapse? = nil, diagnoses: [DiagnosisRecord]
  ) {
    self.status = status
    self.steps = steps
    self.arithmetic = arithmetic
    self.digests = digests
    self.metrics = metrics
    self.divergence = divergence
    self.collapse = collapse
    self.diagnoses = diagnoses
  }

  /// Adds what was measured after the last step, in place of what the same metrics said before.
  mutating func add(_ evaluation: Evaluation) {
    for name in evaluation.made.keys {
      metrics = metrics.filter { $0.key != name && !$0.key.hasPrefix("\(name)/") }
    }
    metrics.merge(evaluation.values) { $1 }
    made = (made ?? [:]).merging(evaluation.made) { $1 }
  }
}
