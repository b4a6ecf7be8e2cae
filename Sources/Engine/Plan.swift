internal import Kernels

/// A graph compiled for execution: kernels in order, and a place in one arena for every value.
public struct Plan: Sendable {
  /// A tensor that the host can reach.
  struct Slot: Sendable {
    let shape: [Int]
    let order: Order
    let region: Region
  }

  struct Step: Sendable {
    let kernel: any Kernel
    let operands: [Region]
    let shared: Region
    /// What it works on, for people.
    let detail: String
    /// Where its results lie, and what they are for messages.
    let results: [(region: Region, scope: String)]
  }

  let inputs: [String: Slot]
  let states: [String: Slot]
  let outputs: [String: Slot]
  let steps: [Step]
  let arenaCount: Int
  let zeros: Region
  let localBytes: Int

  /// Bytes of the arena.
  public var arenaBytes: Int { arenaCount * MemoryLayout<Float>.stride }
  /// Bytes of the arena that the tasks of a launch share as scratch, at most.
  public var sharedBytes: Int {
    (steps.map(\.shared.count).max() ?? 0) * MemoryLayout<Float>.stride
  }
  /// Bytes of scratch that each thread has beside the arena.
  public var threadBytes: Int { localBytes }
  /// The number of kernels that one run launches.
  public var launches: Int { steps.count }
  /// What each launch is for, in order.
  public var works: [Work] {
    steps.map { step in
      var scopes: [String] = []
      for result in step.results where !scopes.contains(result.scope) {
        scopes.append(result.scope)
      }
      return Work(
        scope: step.results.isEmpty ? "next state" : scopes.joined(separator: ", "),
        kernel: step.kernel.name, detail: step.detail, tasks: step.kernel.phases,
        multiplyAdds: step.kernel.multiplyAdds,
        bytes: step.operands.map(\.count).reduce(0, +) * MemoryLayout<Float>.stride)
    }
  }
  /// The shape of each input, by name.
  public var inputShapes: [String: [Int]] { inputs.mapValues(\.shape) }
  /// The shape of each state, by name.
  public var stateShapes: [String: [Int]] { states.mapValues(\.shape) }
  /// The shape of each output, by name.
  public var outputShapes: [String: [Int]] { outputs.mapValues(\.shape) }

  /// Compiles a graph.
  public init(_ graph: Graph) {
    let graph = graph.pickingAlgorithms()
    let schedule = Schedule(graph)
    let lowered = schedule.loweredWithLoopsInside()
    let memory = MemoryPlan(schedule, steps: lowered)

    var inputs: [String: Slot] = [:]
    var states: [String: Slot] = [:]
    var longest = 1
    for (index, node) in graph.nodes.enumerated() {
      guard let region = memory.regions[Value(index: index)] else { continue }
      let slot = Slot(shape: node.shape, order: node.order, region: region)
      switch node.operation {
      case .input(let name): inputs[name] = slot
      case .state(let name): states[name] = slot
      default: break
      }
      longest = max(longest, node.shape.count > 1 ? node.shape[1] : 1)
    }
    self.inputs = inputs
    self.states = states
    outputs = Dictionary(
      graph.outputs.compactMap { name, value in
        let node = graph.node(value)
        return memory.regions[value].map {
          (name, Slot(shape: node.shape, order: node.order, region: $0))
        }
      }, uniquingKeysWith: { $1 })

    var steps = zip(lowered, memory.scratch).map { step, scratch in
      let operands = step.operands.compactMap { memory.regions[$0] }
      precondition(operands.count == step.operands.count, "no place in memory")
      return Step(
        kernel: step.kernel, operands: operands, shared: scratch,
        detail: Self.detail(of: step, graph),
        results: step.writes.compactMap { value in
          memory.regions[value].map { ($0, graph.node(value).scope) }
        })
    }
    for (value, name) in memory.copies {
      guard let from = memory.regions[value], let to = memory.stateRegions[name] else { continue }
      steps.append(
        Step(
          kernel: BlockCopy(
            stretches: [.init(source: 0, from: 0, to: 0, count: to.count)], sources: 1,
            count: to.count),
          operands: [from, to], shared: Region(offset: 0, count: 0), detail: "\(to.count) values",
          results: []))
    }
    self.steps = steps

    // Vectors may be read whole beyond the last channel.
    zeros = Region(offset: memory.count, count: longest + 64)
    arenaCount = memory.count + zeros.count + 64
    localBytes = steps.map(\.kernel.localBytes).max() ?? 0
  }

  /// What a step works on: its convolution, where loops run inside one.
  private static func detail(of step: LoweredStep, _ graph: Graph) -> String {
    let nodes = step.writes.map(graph.node)
    return (nodes.first { !$0.operation.isElementwise } ?? nodes.first).map(detail) ?? ""
  }

  private static func detail(_ node: Graph.Node) -> String {
    switch node.operation {
    case .convolution(let geometry), .convolutionInput(let geometry),
      .convolutionFilter(let geometry):
      "\(geometry)"
    case .winogradFilter(let winograd, _), .winogradProduct(let winograd, _),
      .winogradStreamedProduct(let winograd, _), .winogradWeightGradient(let winograd):
      "\(winograd.geometry); \(winograd)"
    default:
      node.shape.map(String.init).joined(separator: "x")
    }
  }
}
