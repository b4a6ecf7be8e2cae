internal import Engine
internal import ModelSpec

/// `[N, C, H, W]` to `[N, C H W]`, as `torch.nn.Flatten`.
struct Flatten: Layer {
  static let declaration = KindDeclaration(
    "flatten", summary: "Images to rows of features", torchName: "Flatten")

  init(_ options: KindInstance) {}

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] {
    [input.product ?? Int.max]
  }

  func operations(input: [Int], output: [Int]) -> Int? { 0 }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    let shape = context.graph.shape(of: x)
    return context.graph.reshape(x, to: [shape[0], shape.dropFirst().reduce(1, *)])
  }
}
