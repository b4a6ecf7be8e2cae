public import Engine
public import Metrics

/// What trains: it does steps and hands out its state; it knows nothing of files and clocks.
public protocol TrainingSession: AnyObject {
  /// The steps of the whole training.
  var totalSteps: Int { get }
  /// The steps of one epoch.
  var stepsPerEpoch: Int { get }
  /// The real images that one step sees.
  var imagesPerStep: Int { get }

  /// Goes to the start, before step 1.
  func start() throws
  /// Goes to where a checkpoint was taken.
  func restore(_ state: [String: Tensor], step: Int) throws
  /// Both networks and their optimisers' moments, by name.
  func state() throws -> [String: Tensor]
  /// Both networks' weights and running statistics, by name.
  func weights() throws -> [String: Tensor]
  /// Whole numbers that PyTorch keeps beside the weights after a step, by name.
  func counters(step: Int) -> [String: Int]
  /// Does a step, counted from 1.
  func run(step: Int) throws -> StepScalars
  /// The name of a state tensor that holds an infinity or a NaN.
  func firstNonFiniteState() throws -> String?
  /// Does a step that is known to go wrong, and names the first operation that does.
  func firstNonFiniteOperation(step: Int) throws -> String?
  /// The images of the first latents of the spec's seed, `[count, channels, height, width]`.
  func samples(count: Int) throws -> Tensor
  /// The traits of the generator's images as multiples of those of real ones.
  func traits() throws -> ImageTraits
  /// What the spec's metrics say of the generator; nil where it was asked to stop before its end.
  func evaluate() throws -> Evaluation?
}

/// What a step says of itself.
public struct StepScalars: Codable, Hashable, Sendable {
  /// The discriminator's loss.
  public var discriminatorLoss: Float
  /// The generator's loss.
  public var generatorLoss: Float
  /// The mean of D(x).
  public var real: Float
  /// The mean of D(G(z)).
  public var fake: Float
  /// The seconds that the step waited for its images.
  public var dataWait: Double

  /// Makes a step's scalars.
  public init(
    discriminatorLoss: Float, generatorLoss: Float, real: Float, fake: Float, dataWait: Double = 0
  ) {
    self.discriminatorLoss = discriminatorLoss
    self.generatorLoss = generatorLoss
    self.real = real
    self.fake = fake
    self.dataWait = dataWait
  }

  /// The numbers by their names in the log; all but the clock's.
  public var byName: [String: Float] {
    [
      "loss/discriminator": discriminatorLoss, "loss/generator": generatorLoss, "d_real": real,
      "d_fake": fake,
    ]
  }

  /// The name of a loss that is infinite or NaN.
  var firstNonFinite: String? {
    !discriminatorLoss.isFinite
      ? "loss/discriminator" : !generatorLoss.isFinite ? "loss/generator" : nil
  }
}
