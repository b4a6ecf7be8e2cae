import Datasets
import Engine
import Layers
public import ModelSpec

/// What can be said of a spec without training it.
public struct CheckReport: Sendable {
  /// A layer of a network.
  public struct Layer: Codable, Sendable {
    /// `generator` or `discriminator`.
    public let network: String
    /// The place in PyTorch's `Sequential`.
    public let index: Int
    /// The kind.
    public let kind: String
    /// The user's own name for it.
    public let name: String?
    /// The shape of an image's features after it.
    public let output: [Int]
    /// The number of trained values.
    public let parameters: Int
    /// Multiplications and additions of one image's forward pass.
    public let flops: Int
  }

  /// What the layers add up to, and what a training takes.
  public struct Totals: Codable, Sendable {
    /// The number of the generator's trained values.
    public let generatorParameters: Int
    /// The number of the discriminator's trained values.
    public let discriminatorParameters: Int
    /// Multiplications and additions of one image's pass through the generator.
    public let generatorFlops: Int
    /// Multiplications and additions of one image's pass through the discriminator.
    public let discriminatorFlops: Int
    /// Multiplications and additions of a step, all passes counted.
    public let flopsPerStep: Int
    /// Bytes of the memory of a step.
    public let memoryBytes: Int
    /// Real images; nil while the data is missing.
    public let images: Int?
    /// The steps of an epoch; nil while the data is missing.
    public let stepsPerEpoch: Int?
    /// The steps of the training; nil where that hangs on data that is missing.
    public let steps: Int?

    private enum CodingKeys: String, CodingKey {
      case images, steps
      case generatorParameters = "generator_parameters"
      case discriminatorParameters = "discriminator_parameters"
      case generatorFlops = "generator_flops"
      case discriminatorFlops = "discriminator_flops"
      case flopsPerStep = "flops_per_step"
      case memoryBytes = "memory_bytes"
      case stepsPerEpoch = "steps_per_epoch"
    }
  }

  /// The spec.
  public let spec: Spec
  /// The resolved spec as JSON.
  public let resolvedJSON: String
  /// The spec's digest.
  public let digest: String
  /// The run's id; nil while the data is missing.
  public let id: String?
  /// All layers in order.
  public let layers: [Layer]
  /// What they add up to.
  public let totals: Totals
  /// What a step is compiled to.
  public let plan: PlanReport
  /// What may not be as it was meant.
  public let warnings: [any Problem]

  /// Looks at an experiment and its data, which may be missing.
  public init(_ experiment: Experiment) throws {
    let (spec, networks) = (experiment.spec, experiment.networks)
    try experiment.checkGrid()
    var warnings: [any Problem] = []
    var data: Dataset?
    do {
      data = try Dataset.open(spec)
    } catch {
      // Absent data is for later; bad data is bad now.
      guard case .missing = error else { throw error }
      warnings.append(error)
    }
    let batches = try data.map { try BatchLoader($0, spec: spec) }
    warnings += data?.warnings ?? []
    self.spec = spec
    self.warnings = warnings
    resolvedJSON = experiment.resolvedJSON
    digest = experiment.digest
    id = data.map { experiment.identity($0).id }
    layers = [networks.generator, networks.discriminator].flatMap(Self.layers)
    let flops = [networks.generator, networks.discriminator].map { stack in
      stack.entries.reduce(0) { $0 + $1.operations }
    }
    plan = PlanReport(try TrainingGraph(spec).plan)
    totals = Totals(
      generatorParameters: networks.generator.trainedCount,
      discriminatorParameters: networks.discriminator.trainedCount,
      generatorFlops: flops[0], discriminatorFlops: flops[1],
      flopsPerStep: Self.flopsPerStep(spec.train, generator: flops[0], discriminator: flops[1]),
      memoryBytes: plan.arenaBytes,
      images: data?.count, stepsPerEpoch: batches?.stepsPerEpoch,
      steps: Self.steps(spec.train.length, perEpoch: batches?.stepsPerEpoch))
  }

  private static func steps(_ length: TrainSpec.Length, perEpoch: Int?) -> Int? {
    if case .steps(let steps) = length { return steps }
    return perEpoch.map { length.steps(perEpoch: $0) }
  }

  private static func layers(_ stack: NetworkStack) -> [Layer] {
    stack.entries.map { entry in
      Layer(
        network: stack.network.rawValue, index: entry.index, kind: entry.spec.layer.kind,
        name: entry.spec.name, output: entry.output,
        parameters: entry.parameters.filter(\.isTrained).reduce(0) { $0 + $1.count },
        flops: entry.operations)
    }
  }

  /// A backward pass costs a forward pass for the inputs' gradients and one for the weights'.
  private static func flopsPerStep(_ train: TrainSpec, generator: Int, discriminator: Int) -> Int {
    let generatorPasses = train.discriminatorSteps + (train.newFakes ? 1 : 0) + 2
    let discriminatorPasses = train.discriminatorSteps * 2 * 3 + 2
    let image =
      Double(generatorPasses) * Double(generator)
      + Double(discriminatorPasses) * Double(discriminator)
    // Specs that nobody can train are checked too.
    return Int(min(Double(train.batch) * image, 9e18))
  }
}
