import Engine
import Kernels
import Random
import Testing

@Suite struct PlanTests {
  @Test func equalExpressionsAreOneValue() {
    var graph = Graph()
    let x = graph.input("x", shape: [2, 3])
    #expect(graph.tanh(x) == graph.tanh(x))
    #expect(graph.multiply(x, graph.tanh(x)) == graph.multiply(x, graph.tanh(x)))
    #expect(graph.tanh(x) != graph.sigmoid(x))
  }

  @Test func whatNobodyAsksForIsNotComputed() {
    var graph = Graph()
    let x = graph.input("x", shape: [2, 4, 8, 8])
    let filter = graph.state("filter", shape: [4, 4, 3, 3], isFilter: true)
    let window = Window(kernel: [3, 3], padding: [1, 1])
    let y = graph.convolution(x, filter, window)
    graph.output("y", y)
    let launches = Plan(graph).launches
    #expect(launches == 1)
    let loss = graph.mean(graph.multiply(y, y))
    _ = graph.gradients(of: loss, for: [x, filter])
    #expect(Plan(graph).launches == launches)
  }

  /// A discriminator's weight gradients in the generator's step: only the image's is asked for.
  @Test func gradientsThatNobodyAsksForCostNothing() {
    func launches(_ wanted: Int) -> Int {
      var graph = Graph()
      let x = graph.input("x", shape: [2, 4, 8, 8])
      let filter = graph.state("filter", shape: [4, 4, 3, 3], isFilter: true)
      let y = graph.convolution(x, filter, Window(kernel: [3, 3], padding: [1, 1]))
      let gradients = graph.gradients(
        of: graph.mean(graph.multiply(y, y)), for: [x, filter])
      for gradient in gradients.prefix(wanted) {
        graph.output("gradient \(gradient)", gradient)
      }
      return Plan(graph).launches
    }
    #expect(launches(2) == launches(1) + 1)
  }

  @Test func elementwiseChainsAreOneLaunch() {
    var graph = Graph()
    let x = graph.input("x", shape: [2, 3, 4, 4])
    let y = graph.tanh(graph.offset(graph.scale(graph.multiply(x, x), 2), 1))
    graph.output("y", y)
    graph.output("z", graph.add(x, graph.sigmoid(x)))
    #expect(Plan(graph).launches == 1)
  }

  @Test func deadValuesGiveTheirMemoryBack() {
    func arena(_ layers: Int) -> Int {
      var graph = Graph()
      var x = graph.input("x", shape: [4, 8, 32, 32])
      let filter = graph.state("filter", shape: [8, 8, 3, 3], isFilter: true)
      for _ in 0..<layers {
        x = graph.convolution(x, filter, Window(kernel: [3, 3], padding: [1, 1]))
        x = graph.leakyRelu(x, slope: 0.1)
      }
      graph.output("x", x)
      return Plan(graph).arenaBytes
    }
    #expect(arena(20) == arena(4))
  }

  /// Two batches through one filter, with loops before and after that run image by image inside: the
  /// same bits as when each piece is a plan of its own.
  @Test(arguments: [1, 3]) func loopsInsideConvolutionsChangeNoBit(threads: Int) throws {
    let images = [17, 16, 8, 8]
    let window = Window(kernel: [3, 3], padding: [1, 1])
    func values(_ name: String, _ shape: [Int]) -> Tensor {
      var values = [Float](repeating: 0, count: shape.reduce(1, *))
      Distribution.normal(mean: 0, std: 1).fill(&values, from: Stream(seed: 4, name: name), step: 1)
      return Tensor(shape: shape, values: values)
    }
    let filters = ["f", "g"].map { ($0, values($0, [16, 16, 3, 3])) }
    let inputs = ["a", "b"].map { ($0, values($0, images)) }
    func run(_ graph: Graph, _ tensors: [(String, Tensor)]) throws -> Executor {
      let executor = try Executor(Plan(graph), threads: threads)
      for (name, tensor) in tensors { try executor.upload(tensor, to: name) }
      executor.run(step: 1)
      return executor
    }

    var whole = Graph()
    let f = whole.state("f", shape: [16, 16, 3, 3], isFilter: true)
    let g = whole.state("g", shape: [16, 16, 3, 3], isFilter: true)
    let sources = inputs.map { whole.tanh(whole.input($0.0, shape: images)) }
    let firsts = sources.map { whole.convolution($0, f, window) }
    let seconds = firsts.map { whole.convolution(whole.leakyRelu($0, slope: 0.2), g, window) }
    for ((name, _), second) in zip(inputs, seconds) {
      whole.output(name + " out", whole.leakyRelu(second, slope: 0.2))
    }
    let together = try run(whole, filters + inputs)
    let kernels = together.plan.works.map(\.kernel)
    #expect(kernels.filter { $0 == "Winograd product" }.count == 2)
    #expect(!kernels.contains("ElementwiseLoop"))

    func apart(
      _ value: Tensor, _ states: [(String, Tensor)] = [], _ build: (inout Graph, Value) -> Value
    ) throws -> Tensor {
      var graph = Graph()
      let x = graph.input("x", shape: images)
      graph.output("y", build(&graph, x))
      return try run(graph, states + [("x", value)]).download("y")
    }
    for (name, tensor) in inputs {
      var value = try apart(tensor) { $0.tanh($1) }
      for filter in filters {
        value = try apart(value, [filter]) {
          $0.convolution($1, $0.state(filter.0, shape: [16, 16, 3, 3], isFilter: true), window)
        }
        value = try apart(value) { $0.leakyRelu($1, slope: 0.2) }
      }
      #expect(try together.download(name + " out").values == value.values)
    }
  }

  /// A loop can't wait for a convolution whose other source is a view of what it writes.
  @Test func aLoopBeforeAConvolutionIsDoneForItsViews() throws {
    let images = [17, 16, 8, 8]
    let values = Tensor(shape: images, values: (0..<17_408).map { Float($0 % 97) - 48 })
    var graph = Graph()
    let filter = graph.state("filter", shape: [16, 16, 3, 3], isFilter: true)
    let window = Window(kernel: [3, 3], padding: [1, 1])
    let whole = graph.leakyRelu(graph.input("x", shape: images), slope: 0.2)
    let view = graph.slice(whole, 0..<17)
    graph.output("of view", graph.convolution(view, filter, window))
    graph.output("of whole", graph.convolution(whole, filter, window))
    let executor = try Executor(Plan(graph), threads: 1)
    try executor.upload(values, to: "x")
    try executor.upload(
      Tensor(shape: [16, 16, 3, 3], values: (0..<2_304).map { Float($0 % 5) - 2 }), to: "filter")
    executor.run(step: 1)
    let found = try executor.download("of view").values
    #expect(try executor.download("of whole").values == found)
    #expect(found.contains { $0 != 0 })
  }

  @Test func updatesTakeEffectTogether() throws {
    var graph = Graph()
    let a = graph.state("a", shape: [3])
    let b = graph.state("b", shape: [3])
    graph.update("a", to: graph.add(a, b))
    graph.update("b", to: graph.subtract(a, b))
    graph.output("sum", graph.add(a, b))
    let executor = try Executor(Plan(graph), threads: 1)
    try executor.upload(Tensor(shape: [3], values: [1, 2, 3]), to: "a")
    try executor.upload(Tensor(shape: [3], values: [10, 20, 30]), to: "b")
    executor.run(step: 1)
    #expect(try executor.download("a").values == [11, 22, 33])
    #expect(try executor.download("b").values == [-9, -18, -27])
    #expect(try executor.download("sum").values == [11, 22, 33])
    executor.run(step: 2)
    #expect(try executor.download("a").values == [2, 4, 6])
  }

  /// Whatever wrote to them, a run of any kind or an upload.
  @Test func statesCanBeCleared() throws {
    var graph = Graph()
    let count = graph.state("count", shape: [2])
    graph.update("count", to: graph.offset(count, 1))
    let plan = Plan(graph)
    let writers: [(Executor) throws -> Void] = [
      { $0.run(step: 1) }, { _ = $0.runTiming(step: 1) },
      { _ = $0.runLookingForNonFinite(step: 1) },
      { try $0.upload(Tensor(shape: [2], values: [1, 1]), to: "count") },
      {
        let other = try Executor(plan, threads: 1)
        other.run(step: 1)
        try $0.copyStates(from: other)
      },
    ]
    for write in writers {
      let executor = try Executor(plan, threads: 1)
      #expect(try executor.download("count").values == [0, 0])
      try write(executor)
      #expect(try executor.download("count").values == [1, 1])
      executor.clearStates()
      #expect(try executor.download("count").values == [0, 0])
    }
  }

  @Test func aSwapKeepsBothValues() throws {
    var graph = Graph()
    let a = graph.state("a", shape: [2])
    let b = graph.state("b", shape: [2])
    graph.update("a", to: b)
    graph.update("b", to: a)
    let executor = try Executor(Plan(graph), threads: 1)
    try executor.upload(Tensor(shape: [2], values: [1, 2]), to: "a")
    try executor.upload(Tensor(shape: [2], values: [3, 4]), to: "b")
    executor.run(step: 1)
    #expect(try executor.download("a").values == [3, 4])
    #expect(try executor.download("b").values == [1, 2])
  }

  @Test func imagesKeepTheirOrderThroughTheEngine() throws {
    var graph = Graph()
    let x = graph.input("x", shape: [2, 3, 2, 2])
    let filter = graph.state("filter", shape: [3, 2, 2, 2], isFilter: true)
    graph.output("x", x)
    graph.output("flat", graph.reshape(x, to: [2, 12]))
    graph.output("filter", filter)
    let executor = try Executor(Plan(graph), threads: 1)
    let values = (0..<24).map(Float.init)
    try executor.upload(Tensor(shape: [2, 3, 2, 2], values: values), to: "x")
    try executor.upload(Tensor(shape: [3, 2, 2, 2], values: values), to: "filter")
    executor.run(step: 1)
    #expect(try executor.download("x").values == values)
    #expect(try executor.download("flat").values == values)
    #expect(try executor.download("filter").values == values)
    // The same images with their channels last.
    let last = (0..<24).map { (place: Int) -> Float in
      let channel = place % 3
      let pixel = place % 12 / 3
      return Float(place / 12 * 12 + channel * 4 + pixel)
    }
    try executor.upload(
      Tensor(shape: [2, 3, 2, 2], layout: .channelsLast, values: last), to: "x")
    executor.run(step: 1)
    #expect(try executor.download("x").values == values)
  }

  @Test func drawsAreTheStreams() throws {
    let stream = Stream(seed: 9, name: "z")
    var graph = Graph()
    graph.output("z", graph.draw(stream, .normal(mean: 0, std: 1), shape: [3, 2, 2, 2]))
    let executor = try Executor(Plan(graph), threads: 1)
    for step: UInt32 in 1...2 {
      executor.run(step: step)
      var expected = [Float](repeating: 0, count: 24)
      Distribution.normal(mean: 0, std: 1).fill(&expected, from: stream, step: step)
      #expect(try executor.download("z").values == expected)
    }
  }

  @Test func wrongTensorsAreRefused() throws {
    var graph = Graph()
    graph.output("y", graph.tanh(graph.input("x", shape: [2, 3])))
    let executor = try Executor(Plan(graph), threads: 1)
    #expect(throws: EngineError.noSuchTensor("q")) { try executor.download("q") }
    #expect(
      throws: EngineError.shapeMismatch(name: "x", expected: [2, 3], found: [3, 2])
    ) {
      try executor.upload(
        Tensor(shape: [3, 2], values: [Float](repeating: 0, count: 6)), to: "x")
    }
  }

  @Test func theFirstBadNumberIsFound() throws {
    var graph = Graph()
    let x = graph.input("x", shape: [1, 2])
    graph.scope = "the ratio"
    let ratio = graph.divide(x, graph.subtract(x, graph.constant(1, shape: [1, 2])))
    graph.output("ratio", ratio)
    graph.scope = "the rest"
    let filter = graph.state("filter", shape: [2, 2], isFilter: true)
    graph.output("rest", graph.linear(ratio, filter))
    let executor = try Executor(Plan(graph), threads: 1)
    try executor.upload(Tensor(shape: [1, 2], values: [2, 3]), to: "x")
    #expect(executor.runLookingForNonFinite(step: 1) == nil)
    try executor.upload(Tensor(shape: [1, 2], values: [1, 3]), to: "x")
    #expect(executor.runLookingForNonFinite(step: 1) == "the ratio")
    #expect(executor.hasNonFinite("rest"))
  }
}
