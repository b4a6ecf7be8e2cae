public import ModelSpec

/// How often a training records what.
public struct TrainerSettings: Sendable {
  /// Steps between two lines of the log.
  public var logEvery: Int
  /// Steps between two grids of samples.
  public var samplesEvery: Int
  /// The images of a grid.
  public var samplesCount: Int
  /// When the generator is evaluated.
  public var evaluation: EvaluationTimes
  /// Steps after which the generator is evaluated beside those times.
  public var evaluatedSteps: Set<Int>
  /// The step after which the training pauses with a checkpoint; nil for none before its end.
  public var until: Int?
  /// When the training is looked at, and what is wrong then.
  public var diagnosis: DiagnosisRules
  /// The time between two checkpoints.
  public var checkpointInterval: CheckpointsSpec.Interval
  /// How many of the newest checkpoints stay; nil for two, of which one goes with the result.
  public var checkpointsKeep: Int?

  /// The settings of a spec.
  public init(_ spec: Spec) {
    self.init(
      logEvery: spec.logEvery, samplesEvery: spec.samples.every, samplesCount: spec.samples.count,
      evaluation: spec.evaluate.metrics.isEmpty ? .never : .everyAndLast(spec.evaluate.every),
      diagnosis: DiagnosisRules(spec), checkpointInterval: spec.checkpoints.interval,
      checkpointsKeep: spec.checkpoints.keep)
  }

  /// Makes settings.
  public init(
    logEvery: Int = 10, samplesEvery: Int = 500, samplesCount: Int = 64,
    evaluation: EvaluationTimes = .never, evaluatedSteps: Set<Int> = [], until: Int? = nil,
    diagnosis: DiagnosisRules = .init(),
    checkpointInterval: CheckpointsSpec.Interval = .minutes(5), checkpointsKeep: Int? = nil
  ) {
    self.logEvery = logEvery
    self.samplesEvery = samplesEvery
    self.samplesCount = samplesCount
    self.evaluation = evaluation
    self.evaluatedSteps = evaluatedSteps
    self.until = until
    self.diagnosis = diagnosis
    self.checkpointInterval = checkpointInterval
    self.checkpointsKeep = checkpointsKeep
  }

  /// When a generator is evaluated.
  public enum EvaluationTimes: Sendable {
    /// Never.
    case never
    /// After the last step, and at an interval of steps if there is one.
    case everyAndLast(Int?)
  }

  /// Whether a line of the log is due, whichever step is the last.
  func isLogDue(step: Int) -> Bool {
    step == 1 || step % logEvery == 0 || DigestSchedule.contains(step)
  }

  /// Whether an evaluation is due.
  func isEvaluationDue(step: Int, isLast: Bool) -> Bool {
    switch evaluation {
    case .never: false
    case .everyAndLast(let every):
      isLast || evaluatedSteps.contains(step) || every.map { step % $0 == 0 } ?? false
    }
  }

  /// Whether a checkpoint is due.
  func isCheckpointDue(step: Int, since last: ContinuousClock.Instant) -> Bool {
    switch checkpointInterval {
    case .steps(let steps): step % steps == 0
    case .minutes(let minutes): (.now - last) / .seconds(60) >= minutes
    }
  }
}
