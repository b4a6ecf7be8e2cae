internal import Engine
internal import ModelSpec

/// `max(x, 0)`, as `torch.nn.ReLU`; not a number passes.
struct Relu: Layer {
  static let declaration = KindDeclaration("relu", summary: "max(x, 0)", torchName: "ReLU")

  init(_ options: KindInstance) {}

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] { input }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    context.graph.leakyRelu(x, slope: 0)
  }
}
