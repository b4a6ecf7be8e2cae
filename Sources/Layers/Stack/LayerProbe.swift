package import Engine
package import ModelSpec
internal import Random

/// One layer, loss or optimiser as a graph of its own, for whoever wants to look at it alone.
package enum LayerProbe {
  /// A layer's pass over an input `x` with states named as its parameters: outputs `y`; and, for the
  /// loss `sum(y * direction)`, `grad/x` and `grad/<parameter>`; statistics are updated in training.
  package static func layer(
    _ spec: LayerSpec, inputShape: [Int], training: Bool
  ) throws -> Plan {
    let layer = LayerCatalogue.layer(spec.layer)
    let features = Array(inputShape.dropFirst())
    let output = try layer.outputShape(of: features)
    var graph = Graph()
    let x = graph.input("x", shape: inputShape)
    var parameters: [String: Value] = [:]
    for parameter in layer.parameters(of: features) {
      parameters[parameter.name] = graph.state(
        parameter.name, shape: parameter.shape, isFilter: parameter.isFilter)
    }
    var context = LayerContext(
      graph: graph, mode: training ? .training : .evaluation, parameters: parameters,
      stream: Stream(seed: 1, name: "probe"))
    let y = layer.apply(x, &context)
    graph = context.graph
    graph.output("y", y)
    for (name, value) in context.parameters where value != parameters[name] {
      graph.update(name, to: value)
    }
    let direction = graph.input("direction", shape: [inputShape[0]] + output)
    let loss = graph.sum(graph.multiply(y, direction))
    let trained = layer.parameters(of: features).filter(\.isTrained).map(\.name)
    let targets = [x] + trained.compactMap { parameters[$0] }
    for (name, gradient) in zip(["x"] + trained, graph.gradients(of: loss, for: targets)) {
      graph.output("grad/\(name)", gradient)
    }
    return Plan(graph)
  }

  /// Both networks' losses of logits `real` and `fake`: outputs `discriminator` and `generator`.
  package static func losses(
    _ spec: LossSpec, batch: Int, realTarget: Double, fakeTarget: Double, generatorTarget: Double
  ) -> Plan {
    var graph = Graph()
    let real = graph.input("real", shape: [batch, 1])
    let fake = graph.input("fake", shape: [batch, 1])
    let targets = [realTarget, fakeTarget, generatorTarget].map { graph.constant($0) }
    let discriminator = LayerCatalogue.discriminatorLoss(spec.discriminator).loss(
      &graph, real: real, fake: fake, realTarget: targets[0], fakeTarget: targets[1])
    let generator = LayerCatalogue.generatorLoss(spec.generator).loss(
      &graph, fake: fake, target: targets[2])
    graph.output("discriminator", discriminator)
    graph.output("generator", generator)
    return Plan(graph)
  }

  /// One update of a state `parameter` `[count]` by an input `gradient`.
  package static func optimizer(_ options: KindInstance, count: Int) -> Plan {
    let optimizer = LayerCatalogue.optimizer(options)
    var graph = Graph()
    let parameter = graph.state("parameter", shape: [count])
    let gradient = graph.input("gradient", shape: [count])
    let names = type(of: optimizer).moments
    let moments = names.map { graph.state($0, shape: [count]) }
    var schedule: [String: Value] = [:]
    for key in optimizer.schedule(update: 1).keys.sorted() {
      schedule[key] = graph.input(key, shape: [])
    }
    let result = optimizer.apply(
      &graph, parameter: parameter, gradient: gradient, moments: moments, schedule: schedule)
    graph.update("parameter", to: result.parameter)
    for (name, moment) in zip(names, result.moments) { graph.update(name, to: moment) }
    return Plan(graph)
  }

  /// The numbers of an update, counted from 1.
  package static func schedule(_ options: KindInstance, update: Int) -> [String: Double] {
    LayerCatalogue.optimizer(options).schedule(update: update)
  }

  /// A parameter's start.
  package static func start(
    _ options: KindInstance, name: String, shape: [Int], seed: UInt64
  ) -> [Float] {
    let parameter = Parameter(
      name, shape, fanIn: shape.dropFirst().reduce(1, *), isFilter: shape.count > 1)
    return LayerCatalogue.initializer(options).values(
      of: parameter, from: Stream(seed: seed, name: "probe/\(name)"), threads: 1)
  }
}
