public import ModelSpec

/// How often a training records what.
public struct TrainerSettings: Sendable {
  /// Steps between two lines of the log.
  public var logEvery: Int
  /// Steps between two grids of samples.
  public var samplesEvery: Int
  /// The images of a grid.
  public var samplesCount: Int
  /// The time between two checkpoints.
  public var checkpointInterval: CheckpointsSpec.Interval
  /// How many of the newest checkpoints stay.
  public var checkpointsKeep: Int

  /// The settings of a spec.
  public init(_ spec: Spec) {
    self.init(
      logEvery: spec.logEvery, samplesEvery: spec.samples.every, samplesCount: spec.samples.count,
      checkpointInterval: spec.checkpoints.interval, checkpointsKeep: spec.checkpoints.keep)
  }

  /// Makes settings.
  public init(
    logEvery: Int = 10, samplesEvery: Int = 500, samplesCount: Int = 64,
    checkpointInterval: CheckpointsSpec.Interval = .minutes(5), checkpointsKeep: Int = 2
  ) {
    self.logEvery = logEvery
    self.samplesEvery = samplesEvery
    self.samplesCount = samplesCount
    self.checkpointInterval = checkpointInterval
    self.checkpointsKeep = checkpointsKeep
  }

  /// Whether a checkpoint is due.
  func isCheckpointDue(step: Int, since last: ContinuousClock.Instant) -> Bool {
    switch checkpointInterval {
    case .steps(let steps): step % steps == 0
    case .minutes(let minutes): (.now - last) / .seconds(60) >= minutes
    }
  }
}
