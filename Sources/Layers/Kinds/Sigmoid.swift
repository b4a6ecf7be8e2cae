internal import Engine
internal import ModelSpec

/// `1 / (1 + exp(-x))`, as `torch.nn.Sigmoid`.
struct Sigmoid: Layer {
  static let declaration = KindDeclaration(
    "sigmoid", summary: "1 / (1 + exp(-x))", torchName: "Sigmoid")

  init(_ options: KindInstance) {}

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] { input }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    context.graph.sigmoid(x)
  }
}
