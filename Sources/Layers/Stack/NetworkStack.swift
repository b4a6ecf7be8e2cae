internal import Engine
public import ModelSpec
internal import Random

/// One network: layers in order, with every shape known.
public struct NetworkStack: Sendable {
  /// A layer at its place.
  public struct Entry: Sendable {
    /// The place after `when`, which is PyTorch's name in a `Sequential`.
    public let index: Int
    /// The layer of the spec.
    public let spec: LayerSpec
    /// The shape of an image's features before it: `[C, H, W]` or `[F]`.
    public let input: [Int]
    /// The shape after it.
    public let output: [Int]
    /// What it trains and keeps, named as in PyTorch without the index.
    public let parameters: [Parameter]
    /// Multiplications and additions of one image's forward pass.
    public let operations: Int

    let layer: any Layer

    /// The layer in a message: its index and kind, and the user's name for it.
    public var title: String {
      "\(index) \(spec.layer.kind)" + (spec.name.map { " (\($0))" } ?? "")
    }
  }

  /// Which network it is.
  public let network: Network
  /// The shape of its input without the batch.
  public let input: [Int]
  /// The layers in order.
  public let entries: [Entry]

  /// The shape of its output without the batch.
  public var output: [Int] { entries.last?.output ?? input }

  /// The last layer that decides what comes out, and so is to blame for it.
  var lastWeighted: Entry? { entries.last { $0.parameters.contains(where: \.isFilter) } }

  /// The number of trained values.
  public var trainedCount: Int {
    entries.flatMap(\.parameters).filter(\.isTrained).reduce(0) { $0 + $1.count }
  }

  /// Names such as `0.weight` with their parameters, in order.
  public var parameters: [(name: String, parameter: Parameter)] {
    entries.flatMap { entry in
      entry.parameters.map { ("\(entry.index).\($0.name)", $0) }
    }
  }

  /// Works out the shapes of a stack.
  ///
  /// - Throws: the first mistake in it; what follows from one would only repeat it.
  init(
    _ network: Network, layers: [LayerSpec], input: [Int], batch: Int
  ) throws(LocatedProblem) {
    self.network = network
    self.input = input
    var entries: [Entry] = []
    var shape = input
    for (index, spec) in layers.enumerated() {
      let layer = LayerCatalogue.layer(spec.layer)
      do throws(LayerProblem) {
        let output = try layer.outputShape(of: shape)
        let parameters = layer.parameters(of: shape)
        let operations = layer.operations(input: shape, output: output)
        try Self.checkSize(
          spec, output: output, parameters: parameters, operations: operations, batch: batch)
        try layer.check(input: shape, batch: batch)
        try Self.checkInitializers(spec, parameters)
        entries.append(
          Entry(
            index: index, spec: spec, input: shape, output: output, parameters: parameters,
            operations: operations ?? 0, layer: layer))
        shape = output
      } catch {
        throw LocatedProblem(problem: error, mark: error.mark(in: spec))
      }
    }
    self.entries = entries
  }

  /// Tensors that the engine can address, and work that numbers of operations can count.
  private static func checkSize(
    _ spec: LayerSpec, output: [Int], parameters: [Parameter], operations: Int?, batch: Int
  ) throws(LayerProblem) {
    let kind = spec.layer.kind
    for shape in [output] + parameters.map(\.shape) {
      guard let count = shape.product, count <= Int(Int32.max) else {
        throw .tooLarge(layer: kind, shape: shape)
      }
    }
    guard let values = (output + [batch]).product, values <= 1 << 40,
      let operations, let all = [operations, batch].product, all <= 1 << 48
    else { throw .tooLarge(layer: kind, shape: [batch] + output) }
  }

  private static func checkInitializers(
    _ spec: LayerSpec, _ parameters: [Parameter]
  ) throws(LayerProblem) {
    for parameter in parameters {
      guard let scheme = spec.initializers[parameter.name],
        let type = LayerCatalogue.initializers.first(where: {
          $0.declaration.name == scheme.kind
        })
      else { continue }
      if type.needsMatrix && parameter.shape.count < 2 {
        throw .initializer(
          scheme: scheme.kind, parameter: parameter.name, shape: parameter.shape)
      }
      try type.check(scheme, parameter: parameter.name)
    }
  }

  private init(_ network: Network, input: [Int], entries: [Entry]) {
    self.network = network
    self.input = input
    self.entries = entries
  }

  /// The stack without one of its layers, which changes no shape.
  func dropping(_ index: Int) -> NetworkStack {
    NetworkStack(network, input: input, entries: entries.filter { $0.index != index })
  }

  /// A batch on its way through the stack.
  struct Pass {
    /// What names the streams of dropout.
    let name: String
    /// The batch, layer by layer.
    var value: Value
    /// Random numbers that layers drew, by layer.
    var draws: [(name: String, value: Value)] = []
  }

  /// Adds forward passes to a graph, layer by layer, so that what passes share is done together.
  ///
  /// `state` holds the current values by names such as `generator/0.weight`; running statistics are
  /// replaced in it, pass after pass.
  func apply(
    _ passes: inout [Pass], to graph: inout Graph, state: inout [String: Value],
    mode: LayerContext.Mode, seed: UInt64
  ) {
    for entry in entries {
      for index in passes.indices {
        apply(entry, &passes[index], to: &graph, state: &state, mode: mode, seed: seed)
      }
    }
  }

  private func apply(
    _ entry: Entry, _ pass: inout Pass, to graph: inout Graph, state: inout [String: Value],
    mode: LayerContext.Mode, seed: UInt64
  ) {
    let prefix = "\(network.rawValue)/\(entry.index)."
    var parameters: [String: Value] = [:]
    for parameter in entry.parameters {
      parameters[parameter.name] = state[prefix + parameter.name]
    }
    graph.scope = "\(network.rawValue) \(entry.title)"
    var context = LayerContext(
      graph: graph, mode: mode, parameters: parameters,
      stream: Stream(
        seed: seed,
        name: "\(network.rawValue)/\(entry.spec.place)/\(entry.spec.layer.kind)/\(pass.name)"))
    // With a second owner each change would copy the whole graph.
    graph = Graph()
    pass.value = entry.layer.apply(pass.value, &context)
    graph = context.graph
    graph.scope = ""
    for parameter in entry.parameters {
      state[prefix + parameter.name] = context.parameters[parameter.name]
    }
    for draw in context.draws {
      pass.draws.append(("\(entry.spec.layer.kind)/\(network.rawValue)/\(entry.index)", draw))
    }
  }

  /// The state values of the stack's parameters, added to a graph.
  func declareState(in graph: inout Graph) -> [String: Value] {
    var state: [String: Value] = [:]
    for (name, parameter) in parameters {
      let full = "\(network.rawValue)/\(name)"
      state[full] = graph.state(
        full, shape: parameter.shape, isFilter: parameter.isFilter)
    }
    return state
  }

  /// Each parameter as training begins, by names such as `generator/0.weight`.
  func initialState(seed: UInt64, threads: Int) -> [(name: String, tensor: Tensor)] {
    entries.flatMap { entry in
      entry.parameters.map { parameter in
        let name = "\(network.rawValue)/\(entry.index).\(parameter.name)"
        let values: [Float]
        switch parameter.role {
        case .statistic(let start):
          values = [Float](repeating: start, count: parameter.count)
        case .trained:
          // The place before `when` names the stream, so taking a layer out re-draws no other.
          let stream = Stream(
            seed: seed,
            name: "init/\(network.rawValue)/\(entry.spec.place)/\(parameter.name)")
          let options =
            entry.spec.initializers[parameter.name]
            ?? KindInstance(kind: DefaultInitializer.declaration.name, mark: nil, options: [:])
          values = LayerCatalogue.initializer(options).values(
            of: parameter, from: stream, threads: threads)
        }
        return (name, Tensor(shape: parameter.shape, values: values))
      }
    }
  }
}

/// A problem with the place in the spec that is to blame.
struct LocatedProblem: Error {
  let problem: LayerProblem
  let mark: Mark?
}

extension LayerProblem {
  /// The option that is to blame, or else the layer.
  fileprivate func mark(in spec: LayerSpec) -> Mark? {
    switch self {
    case .kernelTooLarge: spec.layer.mark(of: "kernel")
    case .outputPadding: spec.layer.mark(of: "output_padding")
    case .reshape, .reshapeRank: spec.layer.mark(of: "shape")
    case .initializer(_, let parameter, _):
      spec.initializers[parameter]?.mark ?? spec.layer.mark
    case .emptyRange(_, let parameter, _, _):
      spec.initializers[parameter]?.mark(of: "b") ?? spec.layer.mark
    default: spec.layer.mark
    }
  }
}
