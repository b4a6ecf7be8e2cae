package import Metrics

/// The text of an evaluation.
package struct EvaluationText {
  let step: Int
  let total: Int
  let evaluation: Evaluation

  package init(step: Int, total: Int, evaluation: Evaluation) {
    self.step = step
    self.total = total
    self.evaluation = evaluation
  }

  /// One line with each metric's own value.
  package var plain: String {
    let values = evaluation.made.keys.sorted().compactMap { name in
      evaluation.values[name].map { "  \(name) \(NumberText.fixed(Double($0), 4))" }
    }
    return "step \(step)/\(total)\(values.joined())"
  }
}
