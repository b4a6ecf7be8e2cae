internal import Kernels
internal import Random

/// What a node of a graph does with its operands.
///
/// The set is small and closed under differentiation; everything else is composed of it.
enum Operation: Hashable, Sendable {
  // Sources.
  case input(String)
  case state(String)
  case draw(Stream, Distribution)
  case constant(Double)

  // Elementwise, over operands of one shape.
  case add
  case subtract
  case multiply
  case divide
  case scale(Double)
  case offset(Double)
  case leakyRelu(slope: Double)
  /// The first operand where the second is above zero, else `slope` times it.
  case gate(slope: Double)
  case sigmoid
  case tanh
  case softplus
  case squareRoot

  // Between shapes.
  /// `[]` or `[C]` to any shape whose dimension 1 (or only dimension) is C.
  case broadcast
  /// `[N, C, …]` to `[C]`.
  case channelSum
  /// `[C]` to `[]`.
  case total
  case reshape
  /// Images of two batches, one after the other.
  case concatenate
  case slice(Range<Int>)
  /// A batch among zeros: the gradient of a slice.
  case pad(before: Int, total: Int)

  // Convolutions: large and filter; small and filter; large and small.
  case convolution(ConvolutionGeometry)
  case convolutionInput(ConvolutionGeometry)
  case convolutionFilter(ConvolutionGeometry)

  // What convolutions become once their algorithm is picked.
  /// A filter at Winograd's points.
  case winogradFilter(Winograd, ConvolutionDirection)
  /// An image of either size and such a filter.
  case winogradProduct(Winograd, ConvolutionDirection)
  /// An image of either size and a filter as it is.
  case winogradStreamedProduct(Winograd, ConvolutionDirection)
  /// Large and small images, pair by pair: the gradient summed over all.
  case winogradWeightGradient(Winograd)

  /// Whether each result is a function of one place of the operands, so that loops fuse.
  var isElementwise: Bool {
    switch self {
    case .constant, .add, .subtract, .multiply, .divide, .scale, .offset, .leakyRelu, .gate,
      .sigmoid, .tanh, .softplus, .squareRoot, .broadcast:
      true
    default:
      false
    }
  }

  /// Whether computing it again costs more than reading it again.
  var isExpensive: Bool {
    switch self {
    case .sigmoid, .tanh, .softplus, .squareRoot, .divide: true
    default: false
    }
  }
}
