internal import Engine
internal import ModelSpec
internal import Random

/// Puts the graph of one training step together.
struct TrainingGraphBuilder {
  private(set) var graph = Graph()
  private(set) var tracedNames: [String] = []
  private(set) var realInputs: [String] = []

  private let spec: Spec
  private let networks: Networks
  private let traced: Bool
  /// The current value of every state; it moves on as passes and updates are added.
  private var state: [String: Value] = [:]
  private let declared: [String: Value]

  init(_ spec: Spec, _ networks: Networks, traced: Bool) {
    self.spec = spec
    self.networks = networks
    self.traced = traced
    state = networks.generator.declareState(in: &graph)
    state.merge(networks.discriminator.declareState(in: &graph)) { $1 }
    for (stack, optimizer) in [
      (networks.generator, spec.generatorOptimizer),
      (networks.discriminator, spec.discriminatorOptimizer),
    ] {
      let optimizer = LayerCatalogue.optimizer(optimizer)
      for (name, parameter) in stack.parameters where parameter.isTrained {
        for moment in Self.moments(optimizer, stack.network, name) {
          state[moment] = graph.state(
            moment, shape: parameter.shape, isFilter: parameter.isFilter)
        }
      }
    }
    declared = state
  }

  /// What distinguishes the discriminator's updates of one step in names.
  static func suffix(_ part: Int, of count: Int) -> String {
    count == 1 ? "" : ".\(part)"
  }

  /// The suffix of one of the discriminator's turns; the generator's turn is no part and has none.
  private func suffix(_ part: Int?) -> String {
    part.map { Self.suffix($0, of: spec.train.discriminatorSteps) } ?? ""
  }

  /// What distinguishes the streams of a later update; those of the first are as if it were alone.
  private static func streamSuffix(_ part: Int?) -> String {
    part.map { $0 == 1 ? "" : "/\($0)" } ?? ""
  }

  /// The names of what an optimiser keeps for a parameter.
  private static func moments(
    _ optimizer: any Optimizer, _ network: Network, _ name: String
  ) -> [String] {
    type(of: optimizer).moments.map { "optimizer/\(network.rawValue)/\(name)/\($0)" }
  }

  mutating func build() {
    var fake = graph.constant(0)
    var z = graph.constant(0)
    for part in 1...spec.train.discriminatorSteps {
      z = drawLatent("latent" + Self.streamSuffix(part))
      record("z" + suffix(part), z)
      fake = generate(z, pass: "fake", part: part)
      trainDiscriminator(fake: fake, part: part)
    }
    if spec.train.newFakes {
      z = drawLatent("latent/generator")
      fake = generate(z, pass: "generator", part: nil)
    }
    record("z_generator", z)
    trainGenerator(fake: fake)
    for (name, value) in state.sorted(by: { $0.key < $1.key }) where declared[name] != value {
      graph.update(name, to: value)
    }
  }

  private mutating func record(_ name: String, _ value: Value) {
    guard traced else { return }
    graph.output(name, value)
    tracedNames.append(name)
  }

  private mutating func drawLatent(_ stream: String) -> Value {
    let distribution: Distribution =
      spec.latent == .normal ? .normal(mean: 0, std: 1) : .uniform(low: -1, high: 1)
    return graph.draw(
      Stream(seed: spec.seed, name: stream), distribution, shape: [spec.train.batch, spec.nz])
  }

  private mutating func generate(_ z: Value, pass: String, part: Int?) -> Value {
    let input = graph.reshape(z, to: [spec.train.batch] + networks.generator.input)
    return apply(networks.generator, to: [(pass, input)], part: part)[0]
  }

  private mutating func apply(
    _ stack: NetworkStack, to batches: [(pass: String, value: Value)], part: Int?
  ) -> [Value] {
    var passes = batches.map {
      NetworkStack.Pass(name: $0.pass + Self.streamSuffix(part), value: $0.value)
    }
    stack.apply(&passes, to: &graph, state: &state, mode: .training, seed: spec.seed)
    for (pass, batch) in zip(passes, batches) {
      for draw in pass.draws {
        record("draw/\(draw.name)/\(batch.pass)\(suffix(part))", draw.value)
      }
    }
    return passes.map(\.value)
  }

  /// The discriminator's logits `[N, 1]` of some batches, before a final sigmoid if it ends in one.
  private mutating func judge(
    _ batches: [(pass: String, value: Value)], part: Int?
  ) -> [Value] {
    apply(networks.logitDiscriminator, to: batches, part: part).map {
      graph.reshape($0, to: [graph.shape(of: $0)[0], 1])
    }
  }

  /// `base - sign * smoothing` as a value `[]`, drawn for each batch where it is a range.
  private mutating func target(
    _ name: String, base: Double, sign: Double, _ smoothing: Smoothing, part: Int?
  ) -> Value {
    switch smoothing {
    case .fixed(let amount):
      return graph.constant(base - sign * amount)
    case .drawn(let low, let high):
      let amount = graph.draw(
        Stream(seed: spec.seed, name: "labels/\(name)\(Self.streamSuffix(part))"),
        .uniform(low: low, high: high), shape: [])
      let target = graph.offset(graph.scale(amount, -sign), base)
      record("draw/target/\(name)\(suffix(part))", target)
      return target
    }
  }

  private mutating func trainDiscriminator(fake: Value, part: Int) {
    let batch = spec.train.batch
    let suffix = suffix(part)
    let name = "real" + suffix
    let real = graph.input(name, shape: [batch] + networks.discriminator.input)
    realInputs.append(name)
    record(name, real)
    let realTarget = target("real", base: 1, sign: 1, spec.loss.smoothReal, part: part)
    let fakeTarget = target("fake", base: 0, sign: -1, spec.loss.smoothFake, part: part)

    let onReal: Value
    let onFake: Value
    if spec.train.jointBatches {
      let both = judge([("joint", graph.concatenate(real, fake))], part: part)[0]
      onReal = graph.slice(both, 0..<batch)
      onFake = graph.slice(both, batch..<2 * batch)
    } else {
      let both = judge([("real", real), ("fake", fake)], part: part)
      (onReal, onFake) = (both[0], both[1])
    }
    graph.scope = "loss of the discriminator"
    let loss = LayerCatalogue.discriminatorLoss(spec.loss.discriminator).loss(
      &graph, real: onReal, fake: onFake, realTarget: realTarget, fakeTarget: fakeTarget)
    record("loss/discriminator" + suffix, loss)
    update(networks.discriminator, spec.discriminatorOptimizer, loss: loss, suffix: suffix)
    if !suffix.isEmpty {
      for (name, _) in networks.discriminator.parameters {
        if let value = state["discriminator/\(name)"] {
          record("discriminator/\(name)\(suffix)", value)
        }
      }
    }
    if part == spec.train.discriminatorSteps {
      graph.output("loss/discriminator", loss)
      graph.output("d_real", graph.mean(graph.sigmoid(onReal)))
      graph.output("d_fake", graph.mean(graph.sigmoid(onFake)))
    }
  }

  private mutating func trainGenerator(fake: Value) {
    let target = target("generator", base: 1, sign: 1, spec.loss.smoothGenerator, part: nil)
    let onFake = judge([("generator", fake)], part: nil)[0]
    graph.scope = "loss of the generator"
    let loss = LayerCatalogue.generatorLoss(spec.loss.generator).loss(
      &graph, fake: onFake, target: target)
    record("loss/generator", loss)
    graph.output("loss/generator", loss)
    update(networks.generator, spec.generatorOptimizer, loss: loss, suffix: "")
  }

  /// Adds one update of a network's trained parameters.
  private mutating func update(
    _ stack: NetworkStack, _ options: KindInstance, loss: Value, suffix: String
  ) {
    let optimizer = LayerCatalogue.optimizer(options)
    let network = stack.network.rawValue
    let trained = stack.parameters.filter(\.parameter.isTrained).map(\.name)
    // The parameters are still those of the forward pass: only statistics have moved.
    let values = trained.compactMap { state["\(network)/\($0)"] }
    // The other network is given, though its last update was computed of this one's images.
    let others = state.filter { !$0.key.hasPrefix(network + "/") }.values
    let gradients = graph.gradients(of: loss, for: values, holding: Array(others))
    var schedule: [String: Value] = [:]
    for key in optimizer.schedule(update: 1).keys.sorted() {
      schedule[key] = graph.input("schedule/\(network)\(suffix)/\(key)", shape: [])
    }
    for (index, name) in trained.enumerated() {
      graph.scope = "optimizer of \(network) \(name)"
      let keys = Self.moments(optimizer, stack.network, name)
      let result = optimizer.apply(
        &graph, parameter: values[index], gradient: gradients[index],
        moments: keys.compactMap { state[$0] }, schedule: schedule)
      state["\(network)/\(name)"] = result.parameter
      for (key, moment) in zip(keys, result.moments) { state[key] = moment }
      record("grad/\(network)/\(name)\(suffix)", gradients[index])
    }
    graph.scope = ""
  }
}
