/// A tensor that a layer keeps from step to step.
public struct Parameter: Sendable {
  /// What becomes of it in training.
  public enum Role: Sendable {
    /// An optimiser trains it; drawn or set by an initialiser.
    case trained
    /// A running statistic, starting at a number.
    case statistic(start: Float)
  }

  /// The name within the layer, which is PyTorch's.
  public let name: String
  /// The shape, which is PyTorch's.
  public let shape: [Int]
  /// What becomes of it.
  public let role: Role
  /// The fan-in of the layer's weight, which PyTorch's default for a bias depends on.
  let fanIn: Int
  /// Whether it is the filter of a convolution or a linear map.
  let isFilter: Bool

  init(
    _ name: String, _ shape: [Int], role: Role = .trained, fanIn: Int = 0, isFilter: Bool = false
  ) {
    self.name = name
    self.shape = shape
    self.role = role
    self.fanIn = fanIn
    self.isFilter = isFilter
  }

  /// The number of values.
  public var count: Int { shape.reduce(1, *) }
  /// Whether an optimiser trains it.
  public var isTrained: Bool { if case .trained = role { true } else { false } }

  /// The weight and bias of a layer whose weight has a shape.
  static func weightAndBias(shape: [Int], features: Int, bias: Bool) -> [Parameter] {
    let fanIn = shape.dropFirst().product ?? Int.max
    let weight = Parameter("weight", shape, fanIn: fanIn, isFilter: true)
    return bias ? [weight, Parameter("bias", [features], fanIn: fanIn)] : [weight]
  }
}
