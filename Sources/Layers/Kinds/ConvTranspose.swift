internal import Engine
internal import ModelSpec

/// A transposed convolution, the gradient of a convolution for its input, as
/// `torch.nn.ConvTranspose2d`.
struct ConvTranspose: Layer {
  static let declaration = KindDeclaration(
    "conv_transpose", summary: "Transposed convolution", torchName: "ConvTranspose2d",
    options: convolutionOptions + [
      OptionDeclaration(
        "output_padding", .integerPair(0...1_024), default: .integers([0, 0]),
        summary: "rows and columns added at one side of the result"),
      biasOption,
    ], parameters: weightAndBias, initGroup: "conv")

  static let takesImages = true

  private let out: Int
  private let window: Window
  private let outputPadding: [Int]
  private let bias: Bool

  init(_ options: KindInstance) {
    out = options.integer("out")
    window = Window(options)
    outputPadding = options.integers("output_padding")
    bias = options.boolean("bias")
  }

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] {
    guard input.count == 3 else {
      throw .rank(layer: "conv_transpose", expected: "images [C, H, W]", found: input)
    }
    for side in 0..<2 where outputPadding[side] >= window.stride[side] {
      throw .outputPadding(
        layer: "conv_transpose", outputPadding: outputPadding, stride: window.stride)
    }
    let size = window.transposedSize(of: Array(input[1...]), outputPadding: outputPadding)
    guard size.allSatisfy({ $0 > 0 }) else {
      throw .nothingLeft(layer: "conv_transpose", input: input, size: size)
    }
    return [out] + size
  }

  func parameters(of input: [Int]) -> [Parameter] {
    Parameter.weightAndBias(
      shape: [input[0], out] + window.kernel, features: out, bias: bias)
  }

  func operations(input: [Int], output: [Int]) -> Int? {
    (input + window.kernel + [2, out]).product
  }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    let y = context.graph.transposedConvolution(
      x, context.parameter("weight"), window, outputPadding: outputPadding)
    return bias ? context.addBias(to: y) : y
  }
}
