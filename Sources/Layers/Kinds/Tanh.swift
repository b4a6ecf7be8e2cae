internal import Engine
internal import ModelSpec

/// The hyperbolic tangent, as `torch.nn.Tanh`.
struct Tanh: Layer {
  static let declaration = KindDeclaration("tanh", summary: "Hyperbolic tangent", torchName: "Tanh")

  init(_ options: KindInstance) {}

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] { input }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    context.graph.tanh(x)
  }
}
