internal import Engine
internal import ModelSpec

/// `x` where `x > 0`, else `slope x`, as `torch.nn.LeakyReLU`.
struct LeakyRelu: Layer {
  static let declaration = KindDeclaration(
    "leaky_relu", summary: "x above zero, slope x below", torchName: "LeakyReLU",
    options: [
      OptionDeclaration(
        "slope", .real(RealRange(0, 1)), default: .real(0.01), summary: "the slope below zero")
    ])

  private let slope: Double

  init(_ options: KindInstance) {
    slope = options.real("slope")
  }

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] { input }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    context.graph.leakyRelu(x, slope: slope)
  }
}
