public import Metrics

/// A line of `metrics.jsonl` that says what metrics found after a step.
public struct EvaluationLine: Codable, Hashable, Sendable {
  /// The step, counted from 1.
  public let step: Int
  /// The values by their names.
  public let values: [String: Float]
  /// How each metric was made, by its name.
  public let made: [String: Evaluation.Method]

  init(step: Int, _ evaluation: Evaluation) {
    self.step = step
    values = evaluation.values
    made = evaluation.made
  }

  /// What the metrics found.
  public var evaluation: Evaluation { Evaluation(values: values, made: made) }
}
