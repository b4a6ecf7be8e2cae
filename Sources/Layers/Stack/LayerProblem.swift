/// What can be wrong with the shapes of a spec's networks.
public enum LayerProblem: Error, Equatable {
  /// A layer gets features of another rank than it takes.
  case rank(layer: String, expected: String, found: [Int])
  /// A filter is larger than the padded image under it.
  case kernelTooLarge(layer: String, input: [Int], kernel: [Int], padding: [Int])
  /// A transposed convolution leaves no pixel.
  case nothingLeft(layer: String, input: [Int], size: [Int])
  /// PyTorch's rule: output padding is smaller than the stride.
  case outputPadding(layer: String, outputPadding: [Int], stride: [Int])
  /// A reshape to another number of values.
  case reshape(input: [Int], shape: [Int])
  /// A reshape to something that is neither images nor features.
  case reshapeRank(shape: [Int])
  /// Batch norm over a single value has no variance.
  case singleValue(layer: String, input: [Int], batch: Int)
  /// An initialiser that needs a matrix stands at a vector.
  case initializer(scheme: String, parameter: String, shape: [Int])
  /// A range whose lower end is above its upper end.
  case emptyRange(scheme: String, parameter: String, low: Double, high: Double)
  /// More values than the engine addresses.
  case tooLarge(layer: String, shape: [Int])
  /// The generator makes something else than the discriminator and the data have.
  case generatorOutput(found: [Int], expected: [Int], fix: String?)
  /// The discriminator gives more than one value an image.
  case discriminatorOutput(found: [Int], fix: String?)
}
