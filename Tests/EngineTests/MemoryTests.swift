import Engine
import Random
import Testing

/// Values that share memory must not disturb each other.
@Suite struct MemoryTests {
  /// A graph of random elementwise values, sums, convolutions and updates over a few states.
  private func graph(_ seed: UInt64, keepingAll: Bool) -> (Graph, [String]) {
    let stream = Stream(seed: seed, name: "graph")
    var index = 0
    func pick(_ count: Int) -> Int {
      index += 1
      return Int(stream.word(step: 1, index: index)) % count
    }
    var graph = Graph()
    let states = (0..<3).map { graph.state("state \($0)", shape: [2, 3, 4, 4]) }
    let filter = graph.state("filter", shape: [3, 3, 3, 3], isFilter: true)
    var values = states
    for _ in 0..<30 {
      let a = values[pick(values.count)]
      let b = values[pick(values.count)]
      let value: Value
      switch pick(8) {
      case 0: value = graph.add(graph.scale(a, 0.5), graph.tanh(b))
      case 1: value = graph.multiply(graph.sigmoid(a), b)
      case 2: value = graph.subtract(a, graph.broadcast(graph.channelMean(b), like: a))
      case 3:
        value = graph.tanh(graph.convolution(a, filter, Window(kernel: [3, 3], padding: [1, 1])))
      case 4: value = graph.leakyRelu(graph.scale(a, -1), slope: 0.2)
      case 5: value = graph.slice(graph.concatenate(a, b), 1..<3)
      case 6:
        let flat = graph.reshape(a, to: [2, 48])
        value = graph.reshape(graph.tanh(flat), to: [2, 3, 4, 4])
      default: value = graph.add(a, graph.broadcast(graph.mean(b), like: a))
      }
      values.append(value)
    }
    // Kept to the end, nothing shares memory.
    if keepingAll {
      for (place, value) in values.enumerated() { graph.output("kept \(place)", value) }
    }
    for (place, state) in ["state 0", "state 1", "state 2"].enumerated() {
      graph.update(state, to: values[values.count - 1 - place])
    }
    graph.output("last", values[values.count - 4])
    return (graph, ["state 0", "state 1", "state 2", "last"])
  }

  @Test(arguments: 1...40) func sharingChangesNothing(seed: UInt64) throws {
    func run(keepingAll: Bool) throws -> ([[Float]], Int) {
      let (graph, names) = graph(seed, keepingAll: keepingAll)
      let executor = try Executor(Plan(graph), threads: 2)
      for (name, shape) in executor.plan.stateShapes {
        var values = [Float](repeating: 0, count: shape.reduce(1, *))
        Distribution.normal(mean: 0, std: 0.5).fill(
          &values, from: Stream(seed: seed, name: name), step: 0)
        try executor.upload(Tensor(shape: shape, values: values), to: name)
      }
      for step: UInt32 in 1...3 { executor.run(step: step) }
      return (try names.map { try executor.download($0).values }, executor.plan.arenaBytes)
    }
    let (shared, small) = try run(keepingAll: false)
    let (apart, large) = try run(keepingAll: true)
    #expect(shared == apart)
    #expect(small < large)
  }
}
