internal import Engine
internal import ModelSpec

/// A kind of layer: its options, its shape rule and its graph, on one page.
protocol Layer: Sendable {
  /// Its name, options and parameters for specs.
  static var declaration: KindDeclaration { get }

  /// Takes the options that the declaration promises.
  init(_ options: KindInstance)

  /// Whether it takes images, so that z reaches it as an image of one pixel.
  static var takesImages: Bool { get }

  /// The shape that an image's features get, without the batch: `[C, H, W]` or `[F]`.
  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int]

  /// Refuses what its shape rule lets through, given the images that it sees at once in training.
  func check(input: [Int], batch: Int) throws(LayerProblem)

  /// What it trains and keeps, in PyTorch's order.
  func parameters(of input: [Int]) -> [Parameter]

  /// Multiplications and additions of one image's forward pass; nil beyond an integer.
  func operations(input: [Int], output: [Int]) -> Int?

  /// Adds its forward pass to a graph.
  func apply(_ x: Value, _ context: inout LayerContext) -> Value
}

extension Layer {
  static var takesImages: Bool { false }
  func check(input: [Int], batch: Int) throws(LayerProblem) {}
  func parameters(of input: [Int]) -> [Parameter] { [] }
  func operations(input: [Int], output: [Int]) -> Int? { output.product }
}
