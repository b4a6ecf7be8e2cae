/// A line of `metrics.jsonl`.
public struct MetricsLine: Codable, Hashable, Sendable {
  /// The step, counted from 1.
  public let step: Int
  /// The epoch that it is in, counted from 0.
  public let epoch: Int
  /// The discriminator's loss.
  public let discriminatorLoss: Float
  /// The generator's loss.
  public let generatorLoss: Float
  /// The mean of D(x).
  public let real: Float
  /// The mean of D(G(z)).
  public let fake: Float
  /// The weights' digest after the step, where it is recorded.
  public let weights: String?

  private enum CodingKeys: String, CodingKey {
    case step, epoch, weights
    case discriminatorLoss = "loss/discriminator"
    case generatorLoss = "loss/generator"
    case real = "d_real"
    case fake = "d_fake"
  }

  init(step: Int, epoch: Int, scalars: StepScalars, weights: String?) {
    self.step = step
    self.epoch = epoch
    self.discriminatorLoss = scalars.discriminatorLoss
    self.generatorLoss = scalars.generatorLoss
    self.real = scalars.real
    self.fake = scalars.fake
    self.weights = weights
  }

  /// The line without its digest.
  var withoutWeights: MetricsLine {
    MetricsLine(step: step, epoch: epoch, scalars: scalars, weights: nil)
  }

  /// The numbers of the step.
  var scalars: StepScalars {
    StepScalars(
      discriminatorLoss: discriminatorLoss, generatorLoss: generatorLoss, real: real, fake: fake)
  }
}

/// A line of `timing.jsonl`: the mean over the steps since the line before.
public struct TimingLine: Codable, Hashable, Sendable {
  /// The last of the steps.
  public let step: Int
  /// Seconds a step.
  public let secondsPerStep: Double
  /// Real images a second.
  public let imagesPerSecond: Double
  /// Seconds a step that were spent on waiting for images.
  public let dataWait: Double

  private enum CodingKeys: String, CodingKey {
    case step
    case secondsPerStep = "seconds_per_step"
    case imagesPerSecond = "images_per_second"
    case dataWait = "data_wait_seconds"
  }
}
