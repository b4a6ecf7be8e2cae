public import ModelSpec

extension LayerProblem: Problem {
  /// What is wrong, in one line.
  public var message: String {
    switch self {
    case .rank(let layer, let expected, let found):
      "\(layer) takes \(expected), but gets \(Self.text(found))"
    case .kernelTooLarge(let layer, let input, let kernel, let padding):
      "\(layer): a kernel of \(Self.size(kernel)) does not fit into \(Self.text(input))"
        + (padding == [0, 0] ? "" : " with padding \(Self.size(padding))")
    case .nothingLeft(let layer, let input, let size):
      "\(layer): from \(Self.text(input)) nothing is left: the result would have the size "
        + "\(Self.size(size))"
    case .outputPadding(let layer, let outputPadding, let stride):
      "\(layer): output_padding \(Self.size(outputPadding)) must be smaller than the stride "
        + "\(Self.size(stride))"
    case .reshape(let input, let shape):
      input.count == 1
        ? "reshape: there are \(Self.text(input)), but \(Self.text(shape)) has \(Self.count(shape))"
        : "reshape: \(Self.text(input)) has \(Self.count(input)) values, but "
          + "\(Self.text(shape)) has \(Self.count(shape))"
    case .reshapeRank(let shape):
      "reshape: a shape is [channels, height, width] or [features], not \(shape)"
    case .singleValue(let layer, let input, let batch):
      "\(layer): one value a channel has no variance: the batch is \(batch) and the layer gets "
        + Self.text(input)
    case .initializer(let scheme, let parameter, let shape):
      "\(scheme) needs a weight of at least two dimensions, but \(parameter) has the shape "
        + Self.text(shape)
    case .emptyRange(let scheme, _, let low, let high):
      "\(scheme): nothing lies between \(low) and \(high)"
    case .tooLarge(let layer, let shape):
      "\(layer): \(Self.text(shape)) is more than the engine can address"
    case .generatorOutput(let found, let expected, _):
      "the generator makes \(Self.text(found)), but the images are \(Self.text(expected)) "
        + "(model.nc, data.size)"
    case .discriminatorOutput(let found, _):
      "the discriminator gives \(Self.text(found)) for an image, where one value is due"
    }
  }

  /// What would be right.
  public var help: String? {
    switch self {
    case .rank(_, _, let found):
      found.count == 1
        ? "put `reshape: [channels, height, width]` before it" : "put `flatten` before it"
    case .kernelTooLarge(_, let input, _, let padding):
      "the largest kernel here is "
        + Self.size(zip(input.dropFirst(), padding).map { $0 + 2 * $1 })
    case .nothingLeft: "use less padding, or a larger kernel"
    case .outputPadding: "it says which of the sizes that the stride allows is meant"
    case .reshape: "the product of the shape must be the number of values"
    case .reshapeRank: nil
    case .emptyRange: "`a` is the lower end and `b` the upper one"
    case .singleValue: "use train.batch=2 or more, or take the layer out"
    case .initializer: "use normal, uniform, constant or default"
    case .tooLarge: "use fewer features, or smaller images"
    case .generatorOutput(_, _, let fix): fix
    case .discriminatorOutput(_, let fix): fix
    }
  }

  /// A shape as `3x64x64`.
  private static func text(_ shape: [Int]) -> String {
    shape.count == 1 ? "\(shape[0]) values" : size(shape)
  }

  private static func count(_ shape: [Int]) -> String {
    shape.product.map(String.init) ?? "far more"
  }

  private static func size(_ numbers: [Int]) -> String {
    numbers.map(String.init).joined(separator: "x")
  }
}
