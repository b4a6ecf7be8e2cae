internal import Engine
internal import ModelSpec

/// The features of an image under another shape, as `torch.nn.Unflatten(1, shape)`.
struct Reshape: Layer {
  static let declaration = KindDeclaration(
    "reshape", summary: "Features under another shape", torchName: "Unflatten(1, shape)",
    options: [
      OptionDeclaration(
        "shape", .integerList(1...16_777_216), summary: "[channels, height, width] or [features]")
    ])

  private let shape: [Int]

  init(_ options: KindInstance) {
    shape = options.integers("shape")
  }

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] {
    guard shape.count == 1 || shape.count == 3 else {
      throw .reshapeRank(shape: shape)
    }
    guard shape.product == input.product else {
      throw .reshape(input: input, shape: shape)
    }
    return shape
  }

  func operations(input: [Int], output: [Int]) -> Int? { 0 }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    context.graph.reshape(x, to: [context.graph.shape(of: x)[0]] + shape)
  }
}
