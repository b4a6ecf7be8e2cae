import Engine
import Metrics
import ModelSpec
import Runner

/// A training whose state is a hash of all steps so far: any step left out or done twice shows.
final class FakeSession: TrainingSession {
  let totalSteps: Int
  let stepsPerEpoch = 7
  let imagesPerStep = 4
  /// The step whose generator weights become infinite.
  var poisonedStep: Int?
  /// The step whose loss is NaN.
  var nanStep: Int?
  /// The step that fails, as a stand-in for a kill.
  var failingStep: Int?
  /// The step whose evaluation is asked to stop.
  var interruptedStep: Int?
  /// How the samples of a step compare with real images.
  var traitsOfStep: (Int) -> ImageTraits = { _ in ImageTraits(spread: 1, midtones: 1) }
  /// What D says of real and of made images in a step, where it isn't a hash.
  var outputsOfStep: ((Int) -> (real: Float, fake: Float))?
  private var step = 0
  /// The steps that were run.
  private(set) var log: [Int] = []
  private var hash: [Float] = []

  struct Killed: Error {}

  init(totalSteps: Int) {
    self.totalSteps = totalSteps
  }

  func start() throws {
    hash = [1, 2, 3]
  }

  func restore(_ state: [String: Tensor], step: Int) throws {
    self.step = step
    hash = try [
      "generator/0.weight", "discriminator/0.weight", "optimizer/generator/0.weight/exp_avg",
    ]
    .map { name in
      guard let value = state[name]?.values.first else { throw Killed() }
      return value
    }
  }

  func state() throws -> [String: Tensor] {
    [
      "generator/0.weight": Tensor(shape: [1], values: [hash[0]]),
      "discriminator/0.weight": Tensor(shape: [1, 1], values: [hash[1]]),
      "optimizer/generator/0.weight/exp_avg": Tensor(shape: [], values: [hash[2]]),
    ]
  }

  func weights() throws -> [String: Tensor] {
    try state().filter { !$0.key.hasPrefix("optimizer/") }
  }

  func counters(step: Int) -> [String: Int] {
    ["generator/1.num_batches_tracked": step]
  }

  func run(step: Int) throws -> StepScalars {
    if step == failingStep { throw Killed() }
    log.append(step)
    self.step = step
    let mixed = hash.reduce(UInt32(step)) { ($0 ^ $1.bitPattern) &* 0x0100_0193 }
    hash = (0..<3).map { Float((mixed &* (2 * $0 + 1)) >> 8) / 0x1p24 }
    defer { if step == poisonedStep { hash[0] = .infinity } }
    return StepScalars(
      discriminatorLoss: step == nanStep ? .nan : hash[0], generatorLoss: hash[1],
      real: outputsOfStep?(step).real ?? hash[2], fake: outputsOfStep?(step).fake ?? Float(step),
      dataWait: Double(step))
  }

  func firstNonFiniteState() throws -> String? {
    hash[0].isFinite ? nil : "generator/0.weight"
  }

  func firstNonFiniteOperation(step: Int) throws -> String? {
    _ = try run(step: step)
    return "step \(step) of \(log.count)"
  }

  func samples(count: Int) throws -> Tensor {
    Tensor(shape: [count, 1, 1, 1], values: (0..<count).map { hash[$0 % 3] })
  }

  func traits() throws -> ImageTraits { traitsOfStep(step) }

  func evaluate() throws -> Evaluation? {
    if step == interruptedStep { return nil }
    return Evaluation(
      values: ["swd": hash[0], "swd/16x16": hash[1]],
      made: ["swd": ["seed": .integer(7), "batch_norm": .word("running")]])
  }
}
