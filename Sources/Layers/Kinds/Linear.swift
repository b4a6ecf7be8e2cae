internal import Engine
internal import ModelSpec

/// A linear map: `y = w x + bias`, as `torch.nn.Linear`.
struct Linear: Layer {
  static let declaration = KindDeclaration(
    "linear", summary: "Linear map", torchName: "Linear",
    options: [
      OptionDeclaration("out", .integer(1...16_777_216), summary: "output features"), biasOption,
    ], parameters: weightAndBias, initGroup: "linear")

  private let out: Int
  private let bias: Bool

  init(_ options: KindInstance) {
    out = options.integer("out")
    bias = options.boolean("bias")
  }

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] {
    guard input.count == 1 else {
      throw .rank(layer: "linear", expected: "rows of features [F]", found: input)
    }
    return [out]
  }

  func parameters(of input: [Int]) -> [Parameter] {
    Parameter.weightAndBias(shape: [out, input[0]], features: out, bias: bias)
  }

  func operations(input: [Int], output: [Int]) -> Int? {
    [2, input[0], out].product
  }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    let y = context.graph.linear(x, context.parameter("weight"))
    return bias ? context.addBias(to: y) : y
  }
}
