public import Datasets
public import Metrics

/// What happens in a training, for whoever shows it.
public enum TrainingEvent: Sendable {
  /// The data may not be what was meant.
  case dataWarning(DatasetWarning)
  /// A checkpoint could not be gone on from.
  case ignoredCheckpoint(RunError)
  /// A shorter run is this one's beginning, so its steps needn't be done again.
  case foundBeginning(RunFolder, step: Int)
  /// Training begins, after so many steps of an earlier attempt.
  case began(step: Int, of: Int)
  /// A step was done.
  case step(Int, of: Int, StepScalars, Pace)
  /// The generator is evaluated after a step, which may take a while.
  case evaluating(step: Int, of: Int)
  /// The generator was evaluated after a step.
  case evaluated(step: Int, of: Int, Evaluation)
  /// Something is wrong with the training, which goes on if the spec doesn't say otherwise.
  case diagnosed(Diagnosis)
  /// Metrics that a finished run lacks could not be added.
  case notEvaluated(RunError)
  /// A step went wrong, and the first operation that did is looked for.
  case searchingDivergence(step: Int)
}

/// How a training ended.
public enum TrainingOutcome: Sendable {
  /// With a result that is final.
  case final(RunResult)
  /// By a signal, with a checkpoint of a step.
  case stopped(signal: Int32, step: Int)
  /// Where it was to pause, with a checkpoint of that step.
  case paused(step: Int)

  var word: String {
    switch self {
    case .final(let result): result.status.rawValue
    case .stopped: "stopped"
    case .paused: "paused"
    }
  }
}

/// How fast a training is.
public struct Pace: Codable, Hashable, Sendable {
  /// Seconds a step.
  public let secondsPerStep: Double
  /// Real images a second.
  public let imagesPerSecond: Double
  /// Seconds until the last step, at this pace.
  public let secondsLeft: Double

  /// Makes a pace.
  public init(secondsPerStep: Double, imagesPerSecond: Double, secondsLeft: Double) {
    self.secondsPerStep = secondsPerStep
    self.imagesPerSecond = imagesPerSecond
    self.secondsLeft = secondsLeft
  }
}
