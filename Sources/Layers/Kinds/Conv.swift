internal import Engine
internal import ModelSpec

/// A convolution: `y[k] = bias[k] + sum over c of w[k, c] * x[c]`, as `torch.nn.Conv2d`.
struct Conv: Layer {
  static let declaration = KindDeclaration(
    "conv", summary: "Convolution", torchName: "Conv2d",
    options: convolutionOptions + [biasOption], parameters: weightAndBias, initGroup: "conv")

  static let takesImages = true

  private let out: Int
  private let window: Window
  private let bias: Bool

  init(_ options: KindInstance) {
    out = options.integer("out")
    window = Window(options)
    bias = options.boolean("bias")
  }

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] {
    guard input.count == 3 else {
      throw .rank(layer: "conv", expected: "images [C, H, W]", found: input)
    }
    for side in 0..<2 where input[1 + side] + 2 * window.padding[side] < window.kernel[side] {
      throw .kernelTooLarge(
        layer: "conv", input: input, kernel: window.kernel, padding: window.padding)
    }
    return [out] + window.outputSize(of: Array(input[1...]))
  }

  func parameters(of input: [Int]) -> [Parameter] {
    Parameter.weightAndBias(
      shape: [out, input[0]] + window.kernel, features: out, bias: bias)
  }

  func operations(input: [Int], output: [Int]) -> Int? {
    (output + window.kernel + [2, input[0]]).product
  }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    let y = context.graph.convolution(x, context.parameter("weight"), window)
    return bias ? context.addBias(to: y) : y
  }
}

/// The options that both convolutions have.
let convolutionOptions = [
  OptionDeclaration("out", .integer(1...1_048_576), summary: "output channels"),
  OptionDeclaration("kernel", .integerPair(1...1_024), summary: "size of the filter"),
  OptionDeclaration(
    "stride", .integerPair(1...1_024), default: .integers([1, 1]), summary: "steps of the filter"),
  OptionDeclaration(
    "padding", .integerPair(0...1_024), default: .integers([0, 0]),
    summary: "zeros at each side of the image"),
]

/// What layers with a weight and an optional bias train.
let weightAndBias = [
  ParameterDeclaration("weight"), ParameterDeclaration("bias", presentWith: "bias"),
]

/// Whether there is a bias.
let biasOption = OptionDeclaration(
  "bias", .boolean, default: .boolean(true), summary: "whether a bias is added")

extension Window {
  init(_ options: KindInstance) {
    self.init(
      kernel: options.integers("kernel"), stride: options.integers("stride"),
      padding: options.integers("padding"))
  }
}

extension LayerContext {
  /// `y + bias`, the bias repeated over all but the features.
  mutating func addBias(to y: Value) -> Value {
    let bias = graph.broadcast(parameter("bias"), like: y)
    return graph.add(y, bias)
  }
}
