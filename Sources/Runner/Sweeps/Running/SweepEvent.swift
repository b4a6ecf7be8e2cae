public import ModelSpec

/// What happens in a sweep, for whoever shows it.
public enum SweepEvent: Sendable {
  /// It begins or goes on; how those of its trials stand that need nothing more, by number.
  case began(name: String, trials: [SweepLock.Trial], done: [Int: TrialState])
  /// Something may not be as it was meant; with the number of the trial, if it is about one.
  case warning(trial: Int?, Remark)
  /// A process trains a trial, from a step on.
  case trialBegan(Int, step: Int, of: Int)
  /// A trial did a step.
  case trialStep(Int, step: Int, of: Int, StepScalars, Pace)
  /// A trial's generator is evaluated, which may take a while.
  case trialEvaluating(Int, step: Int, of: Int)
  /// A trial's generator was evaluated.
  case trialEvaluated(Int, step: Int, of: Int, values: [String: Float])
  /// A trial's process has ended, at a pause of the scheduler or for good.
  case trialLeft(Int, TrialState)
  /// A trial's process died; it is tried once more, or else it has failed.
  case trialDied(Int, reason: String, isTriedAgain: Bool)
  /// All trials have come to a step where the scheduler cuts some short, whose numbers it tells.
  case decided(step: Int, goingOn: Int, stopped: [Int])

  /// Words of another process.
  public struct Remark: Problem {
    /// What is wrong.
    public let message: String
    /// What would be right.
    public let help: String?
  }
}
