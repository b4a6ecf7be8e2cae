public import Engine
public import ModelSpec
internal import Random

/// One whole training step of a spec, compiled: the discriminator's updates, then the generator's.
///
/// States are named `generator/0.weight`, `discriminator/1.running_var`,
/// `optimizer/generator/0.weight/exp_avg`; inputs `real` (`real.1`, … with several discriminator
/// updates a step); outputs `loss/discriminator`, `loss/generator`, `d_real` and `d_fake`.
public struct TrainingGraph: Sendable {
  /// The compiled step.
  public let plan: Plan
  /// Both networks.
  public let networks: Networks
  /// Names of outputs that a trace records, beside the states; empty if it isn't traced.
  public let traced: [String]
  /// The inputs that batches of real images go to, in order.
  public let realInputs: [String]

  private let spec: Spec

  /// Builds and compiles the step.
  ///
  /// - Throws: `SpecError` when shapes do not fit.
  public init(_ spec: Spec, traced: Bool = false) throws(SpecError) {
    self.spec = spec
    networks = try Networks(spec)
    var builder = TrainingGraphBuilder(spec, networks, traced: traced)
    builder.build()
    plan = Plan(builder.graph)
    self.traced = builder.tracedNames
    realInputs = builder.realInputs
  }

  /// Both networks' parameters as training begins; all other states are zeros.
  public func initialState(threads: Int = 1) -> [(name: String, tensor: Tensor)] {
    [networks.generator, networks.discriminator].flatMap {
      $0.initialState(seed: spec.seed, threads: threads)
    }
  }

  /// The inputs beside real images, which depend on the step alone; steps count from 1.
  public func schedule(step: Int) -> [String: Tensor] {
    var inputs: [String: Tensor] = [:]
    func add(_ name: String, _ optimizer: KindInstance, update: Int) {
      for (key, number) in LayerCatalogue.optimizer(optimizer).schedule(update: update) {
        inputs["\(name)/\(key)"] = Tensor(shape: [], values: [Float(number)])
      }
    }
    add("schedule/generator", spec.generatorOptimizer, update: step)
    let count = spec.train.discriminatorSteps
    for part in 1...count {
      add(
        "schedule/discriminator" + TrainingGraphBuilder.suffix(part, of: count),
        spec.discriminatorOptimizer, update: (step - 1) * count + part)
    }
    return inputs
  }

  /// Forward passes in training mode that a network has seen after some steps, which PyTorch's
  /// batch norm counts as `num_batches_tracked`.
  public func batchesTracked(_ network: Network, steps: Int) -> Int {
    let count = spec.train.discriminatorSteps
    switch network {
    case .generator: return steps * (count + (spec.train.newFakes ? 1 : 0))
    case .discriminator: return steps * (count * (spec.train.jointBatches ? 1 : 2) + 1)
    }
  }
}
