import Engine
import Random
import Testing

/// Gradients against finite differences of the same graph's values.
@Suite struct GradientTests {
  /// Builds a graph over states `x` and `y` and returns a single value.
  typealias Build = (inout Graph, Value, Value) -> Value

  static func values(_ count: Int, _ name: String) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    Distribution.normal(mean: 0.1, std: 1).fill(
      &values, from: Stream(seed: 3, name: name), step: 0)
    return values
  }

  /// Compares both gradients, and gradients of a function of the gradients, with differences.
  static func check(
    x xShape: [Int], y yShape: [Int], filterY: Bool = false, second: Bool = true,
    tolerance: Float = 2e-2, _ build: Build
  ) throws {
    func evaluator(
      _ gradientOf: Int
    ) throws -> (_ x: [Float], _ y: [Float]) throws -> (Float, [Float], [Float]) {
      var graph = Graph()
      let x = graph.state("x", shape: xShape)
      let y = graph.state("y", shape: yShape, isFilter: filterY)
      var loss = build(&graph, x, y)
      if gradientOf > 0 {
        let gradients = graph.gradients(of: loss, for: [x, y])
        var norm = graph.sum(graph.multiply(gradients[0], gradients[0]))
        let square = graph.multiply(gradients[1], gradients[1])
        norm = graph.add(norm, graph.sum(square))
        loss = norm
      }
      let gradients = graph.gradients(of: loss, for: [x, y])
      graph.output("loss", loss)
      graph.output("gx", gradients[0])
      graph.output("gy", gradients[1])
      let executor = try Executor(Plan(graph), threads: 2)
      return { x, y in
        try executor.upload(Tensor(shape: xShape, values: x), to: "x")
        try executor.upload(Tensor(shape: yShape, values: y), to: "y")
        executor.run(step: 1)
        return (
          try executor.download("loss").values[0], try executor.download("gx").values,
          try executor.download("gy").values
        )
      }
    }
    let x = values(xShape.reduce(1, *), "x")
    let y = values(yShape.reduce(1, *), "y")
    for order in second ? [0, 1] : [0] {
      let evaluate = try evaluator(order)
      let (_, gx, gy) = try evaluate(x, y)
      // Along a direction, so that one difference checks every entry; along the gradient itself
      // nothing cancels, and a wrong entry shows.
      for seed in 0..<3 {
        let dx = seed == 0 ? normalised(gx, like: gx + gy) : values(x.count, "dx\(seed)")
        let dy = seed == 0 ? normalised(gy, like: gx + gy) : values(y.count, "dy\(seed)")
        let h: Float = seed == 0 ? 4e-3 : 2e-3
        func moved(_ sign: Float) throws -> Float {
          try evaluate(
            zip(x, dx).map { $0 + sign * h * $1 }, zip(y, dy).map { $0 + sign * h * $1 }
          ).0
        }
        let difference = (try moved(1) - moved(-1)) / (2 * h)
        let expected =
          zip(gx, dx).reduce(0) { $0 + $1.0 * $1.1 } + zip(gy, dy).reduce(0) { $0 + $1.0 * $1.1 }
        let size =
          zip(gx, dx).reduce(0) { $0 + abs($1.0 * $1.1) }
          + zip(gy, dy).reduce(0) { $0 + abs($1.0 * $1.1) }
        #expect(
          abs(difference - expected) < tolerance * max(seed == 0 ? size / 2 : size / 8, 1e-3),
          "order \(order + 1): \(difference) against \(expected)")
      }
    }
  }

  /// A part of a vector, scaled so that the whole would have the norm 1.
  private static func normalised(_ part: [Float], like whole: [Float]) -> [Float] {
    let norm = whole.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return part.map { $0 / max(norm, 1e-20) }
  }

  @Test func arithmetic() throws {
    try Self.check(x: [3, 5], y: [3, 5]) { g, x, y in
      let square = g.offset(g.multiply(y, y), 1)
      let ratio = g.divide(g.add(x, g.scale(y, 3)), square)
      return g.mean(g.multiply(g.subtract(ratio, x), ratio))
    }
  }

  @Test func activations() throws {
    try Self.check(x: [4, 6], y: [4, 6]) { g, x, y in
      let smooth = g.multiply(g.tanh(x), g.sigmoid(y))
      let root = g.squareRoot(g.offset(g.multiply(x, x), 0.5))
      return g.mean(g.multiply(g.add(smooth, g.softplus(x)), root))
    }
    try Self.check(x: [4, 6], y: [4, 6], second: false) { g, x, y in
      g.mean(g.multiply(g.leakyRelu(x, slope: 0.2), g.leakyRelu(y, slope: 0)))
    }
  }

  @Test func broadcastsAndSums() throws {
    try Self.check(x: [4, 3, 2, 2], y: [3]) { g, x, y in
      let wide = g.broadcast(y, like: x)
      let product = g.multiply(g.multiply(x, x), wide)
      let sums = g.channelMean(product)
      return g.mean(g.multiply(sums, y))
    }
  }

  @Test func batches() throws {
    try Self.check(x: [2, 3, 2, 2], y: [3, 3, 2, 2]) { g, x, y in
      let both = g.concatenate(g.tanh(x), y)
      let middle = g.slice(both, 1..<4)
      return g.mean(g.multiply(middle, g.multiply(middle, middle)))
    }
  }

  @Test func reshapes() throws {
    try Self.check(x: [2, 3, 2, 4], y: [2, 24]) { g, x, y in
      let flat = g.reshape(g.multiply(x, x), to: [2, 24])
      let image = g.reshape(g.multiply(flat, y), to: [2, 6, 2, 2])
      return g.mean(g.multiply(image, g.tanh(image)))
    }
  }

  @Test(arguments: [
    Window(kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    Window(kernel: [2, 3], stride: [1, 2], padding: [0, 1]),
  ]) func convolutions(window: Window) throws {
    try Self.check(x: [2, 3, 6, 7], y: [4, 3] + window.kernel, filterY: true) { g, x, y in
      let result = g.convolution(x, y, window)
      return g.mean(g.multiply(result, g.tanh(result)))
    }
    try Self.check(x: [2, 4, 3, 4], y: [4, 3] + window.kernel, filterY: true) { g, x, y in
      let result = g.transposedConvolution(x, y, window)
      return g.mean(g.multiply(result, g.tanh(result)))
    }
  }

  @Test func linear() throws {
    try Self.check(x: [5, 7], y: [3, 7], filterY: true) { g, x, y in
      let result = g.linear(x, y)
      return g.mean(g.multiply(result, g.tanh(result)))
    }
  }

  @Test func normalisation() throws {
    try Self.check(x: [4, 3, 2, 2], y: [3]) { g, x, y in
      let mean = g.channelMean(x)
      let centred = g.subtract(x, g.broadcast(mean, like: x))
      let variance = g.channelMean(g.multiply(centred, centred))
      let factor = g.divide(y, g.squareRoot(g.offset(variance, 1e-5)))
      let result = g.multiply(centred, g.broadcast(factor, like: x))
      return g.mean(g.multiply(result, g.tanh(result)))
    }
  }
}
