internal import Engine
internal import ModelSpec

/// Batch normalisation: `y = weight (x - mean) / sqrt(var + eps) + bias` per channel, as
/// `torch.nn.BatchNorm1d` and `BatchNorm2d`.
///
/// Ioffe and Szegedy, "Batch Normalization" (2015). In training mean and (biased) variance are the
/// batch's, and the running statistics move towards them by `momentum`, the variance unbiased.
struct BatchNorm: Layer {
  static let declaration = KindDeclaration(
    "batch_norm", summary: "Batch normalisation", torchName: "BatchNorm1d or 2d, by its input",
    options: [
      OptionDeclaration(
        "eps", .real(.positive), default: .real(1e-5), summary: "added to the variance"),
      OptionDeclaration(
        "momentum", .real(RealRange(0, 1)), default: .real(0.1),
        summary: "how far running statistics move towards a batch's"),
    ], parameters: [ParameterDeclaration("weight"), ParameterDeclaration("bias")],
    initGroup: "batch_norm")

  private let eps: Double
  private let momentum: Double

  init(_ options: KindInstance) {
    eps = options.real("eps")
    momentum = options.real("momentum")
  }

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] { input }

  func check(input: [Int], batch: Int) throws(LayerProblem) {
    if (input.dropFirst() + [batch]).product == 1 {
      throw .singleValue(layer: Self.declaration.name, input: input, batch: batch)
    }
  }

  func parameters(of input: [Int]) -> [Parameter] {
    [
      Parameter("weight", [input[0]]), Parameter("bias", [input[0]]),
      Parameter("running_mean", [input[0]], role: .statistic(start: 0)),
      Parameter("running_var", [input[0]], role: .statistic(start: 1)),
    ]
  }

  func operations(input: [Int], output: [Int]) -> Int? {
    ([2] + output).product
  }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    let shape = context.graph.shape(of: x)
    let mean: Value
    let variance: Value
    let centred: Value
    if context.mode == .evaluation {
      mean = context.parameter("running_mean")
      variance = context.parameter("running_var")
      centred = context.graph.subtractChannels(mean, from: x)
    } else {
      mean = context.graph.channelMean(x)
      centred = context.graph.subtractChannels(mean, from: x)
      let square = context.graph.multiply(centred, centred)
      variance = context.graph.channelMean(square)
    }
    if context.mode == .training {
      let count = Double(shape.reduce(1, *) / shape[1])
      let unbiased = context.graph.scale(variance, count / (count - 1))
      context.move("running_mean", towards: mean, by: momentum)
      context.move("running_var", towards: unbiased, by: momentum)
    }
    let deviation = context.graph.squareRoot(context.graph.offset(variance, eps))
    let factor = context.graph.divide(context.parameter("weight"), deviation)
    let scaled = context.graph.multiply(centred, context.graph.broadcast(factor, like: x))
    let bias = context.graph.broadcast(context.parameter("bias"), like: x)
    return context.graph.add(scaled, bias)
  }
}

extension Graph {
  fileprivate mutating func subtractChannels(_ mean: Value, from x: Value) -> Value {
    let repeated = broadcast(mean, like: x)
    return subtract(x, repeated)
  }
}

extension LayerContext {
  fileprivate mutating func move(_ statistic: String, towards value: Value, by momentum: Double) {
    let kept = graph.scale(parameter(statistic), 1 - momentum)
    parameters[statistic] = graph.add(kept, graph.scale(value, momentum))
  }
}
