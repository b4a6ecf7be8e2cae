public import Engine
public import Layers
public import Metrics
public import ModelSpec

/// A training on the engine.
public final class EngineSession: TrainingSession {
  /// The steps of the whole training.
  public let totalSteps: Int
  /// The compiled step.
  public let graph: TrainingGraph

  private let spec: Spec
  private let batches: any RealBatches
  private let executor: Executor
  private let sampler: ImageSampler
  private let evaluator: Evaluator?
  private let judged: Judged?
  private let weightNames: [String]

  /// Compiles a spec and reserves its memory.
  public init(
    _ spec: Spec, batches: any RealBatches, machine: Machine, traced: Bool = false,
    evaluator: Evaluator? = nil, real: ImageTraits? = nil
  ) throws {
    self.spec = spec
    self.batches = batches
    graph = try TrainingGraph(spec, traced: traced)
    executor = try Executor(
      graph.plan, threads: machine.threads, instructionSet: machine.instructionSet)
    let sampler = try ImageSampler(spec, machine: machine)
    self.sampler = sampler
    self.evaluator = evaluator
    judged = try real.map { try Judged(spec, sampler, real: $0, machine: machine) }
    totalSteps = spec.train.length.steps(perEpoch: batches.stepsPerEpoch)
    weightNames = graph.plan.stateShapes.keys.filter { !$0.hasPrefix("optimizer/") }.sorted()
  }

  /// The steps of one epoch.
  public var stepsPerEpoch: Int { batches.stepsPerEpoch }
  /// The real images that one step sees.
  public var imagesPerStep: Int { spec.train.batch * spec.train.discriminatorSteps }
  /// The threads that it runs on.
  public var threads: Int { executor.threads }

  /// Goes to the start, before step 1.
  public func start() throws {
    executor.clearStates()
    for (name, tensor) in graph.initialState(threads: threads) {
      try executor.upload(tensor, to: name)
    }
  }

  /// Goes to where a checkpoint was taken.
  public func restore(_ state: [String: Tensor], step: Int) throws {
    for name in graph.plan.stateShapes.keys.sorted() {
      guard let tensor = state[name] else { throw EngineError.noSuchTensor(name) }
      try executor.upload(tensor, to: name)
    }
  }

  /// Both networks and their optimisers' moments, by name.
  public func state() throws -> [String: Tensor] {
    try tensors(graph.plan.stateShapes.keys)
  }

  /// Both networks' weights and running statistics, by name.
  public func weights() throws -> [String: Tensor] {
    try tensors(weightNames)
  }

  private func tensors(_ names: some Sequence<String>) throws -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for name in names { tensors[name] = try executor.download(name) }
    return tensors
  }

  /// The passes in training mode that each batch norm has seen, as PyTorch counts them.
  public func counters(step: Int) -> [String: Int] {
    var counters: [String: Int] = [:]
    for name in weightNames where name.hasSuffix(".running_mean") {
      let layer = name.dropLast("running_mean".count)
      let network: Network = name.hasPrefix("generator/") ? .generator : .discriminator
      counters[layer + "num_batches_tracked"] = graph.batchesTracked(network, steps: step)
    }
    return counters
  }

  /// Does a step, counted from 1.
  public func run(step: Int) throws -> StepScalars {
    let waited = batches.waited
    try prepare(step: step)
    executor.run(step: UInt32(step))
    return StepScalars(
      discriminatorLoss: try scalar("loss/discriminator"),
      generatorLoss: try scalar("loss/generator"),
      real: try scalar("d_real"), fake: try scalar("d_fake"),
      dataWait: (batches.waited - waited) / .seconds(1))
  }

  /// Does a step as `run` does, and says how long each of `graph.plan.works` took.
  func runTiming(step: Int) throws -> [Duration] {
    try prepare(step: step)
    return executor.runTiming(step: UInt32(step))
  }

  /// Uploads what a step takes in.
  private func prepare(step: Int) throws {
    let inputs = graph.realInputs
    for (part, name) in inputs.enumerated() {
      try executor.upload(batches.batch((step - 1) * inputs.count + part), to: name)
    }
    for (name, tensor) in graph.schedule(step: step) { try executor.upload(tensor, to: name) }
  }

  private func scalar(_ name: String) throws -> Float {
    try executor.download(name).values.first ?? .nan
  }

  /// The name of a network's tensor that holds an infinity or a NaN.
  public func firstNonFiniteState() throws -> String? {
    weightNames.first { executor.hasNonFinite($0) }
  }

  /// Does a step that is known to go wrong, and names the first operation that does.
  public func firstNonFiniteOperation(step: Int) throws -> String? {
    try prepare(step: step)
    return executor.runLookingForNonFinite(step: UInt32(step))
  }

  /// The images of the first latents of the spec's seed.
  public func samples(count: Int) throws -> Tensor {
    try sampler.load(from: executor)
    return try sampler.images(Latents(spec), count: count)
  }

  /// The traits of the first images of the spec's seed, as multiples of those of real ones.
  public func traits() throws -> ImageTraits {
    guard let judged else { return ImageTraits(spread: 1, midtones: 1) }
    try judged.sampler.load(from: executor)
    let images = try judged.sampler.images(Latents(spec), count: ImageTraits.count)
    return ImageTraits(images).relative(to: judged.real)
  }

  /// What the spec's metrics say of the generator; nothing without an evaluator.
  ///
  /// Gives nil where a signal comes before it is done.
  public func evaluate() throws -> Evaluation? {
    guard let evaluator else { return Evaluation() }
    try sampler.load(from: executor)
    return try evaluator.evaluate(sampler)
  }

  /// An output of the last step.
  func output(_ name: String) throws -> Tensor {
    try executor.download(name)
  }
}

extension EngineSession {
  /// What a generator is judged by.
  private struct Judged {
    let sampler: ImageSampler
    let real: ImageTraits

    /// With running statistics whatever grids have: how a training ends is the digest's to say.
    init(_ spec: Spec, _ sampler: ImageSampler, real: ImageTraits, machine: Machine) throws {
      self.real = real
      guard spec.samples.batchNorm != .running else {
        self.sampler = sampler
        return
      }
      var spec = spec
      spec.samples.batchNorm = .running
      self.sampler = try ImageSampler(spec, machine: machine)
    }
  }
}

extension TrainSpec.Length {
  /// The steps of a training whose epochs have so many.
  public func steps(perEpoch: Int) -> Int {
    switch self {
    case .epochs(let epochs): epochs * perEpoch
    case .steps(let steps): steps
    }
  }
}
