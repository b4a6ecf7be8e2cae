import Metrics
import ModelSpec

/// What the process of a trial tells its parent, a line each.
package enum TrialMessage: Codable, Sendable {
  /// Training begins, after so many steps of an earlier attempt.
  case began(step: Int, total: Int)
  /// A step was done.
  case step(Int, total: Int, scalars: StepScalars, pace: Pace)
  /// The generator is evaluated.
  case evaluating(step: Int, total: Int)
  /// The generator was evaluated.
  case evaluated(step: Int, total: Int, values: [String: Float])
  /// Something may not be as it was meant.
  case warning(message: String, help: String?)

  /// What happened, if parents care.
  package init?(_ event: TrainingEvent) {
    switch event {
    case .dataWarning: return nil  // The parent has opened the same data.
    case .foundBeginning: return nil  // Where training begins tells it.
    case .ignoredCheckpoint(let problem), .notEvaluated(let problem):
      self = .warning(message: problem.message, help: problem.help)
    case .began(let step, let total): self = .began(step: step, total: total)
    case .step(let step, let total, let scalars, let pace):
      self = .step(step, total: total, scalars: scalars, pace: pace)
    case .evaluating(let step, let total): self = .evaluating(step: step, total: total)
    case .evaluated(let step, let total, let evaluation):
      let own = evaluation.values.filter { evaluation.made[$0.key] != nil }
      self = .evaluated(step: step, total: total, values: own)
    case .diagnosed(let diagnosis):
      self = .warning(message: diagnosis.message, help: diagnosis.help)
    case .searchingDivergence(let step):
      self = .warning(message: "step \(step) diverged", help: nil)
    }
  }

  /// A line for the parent.
  package var line: String { String(decoding: JSONText.line(self), as: UTF8.self) }
}
