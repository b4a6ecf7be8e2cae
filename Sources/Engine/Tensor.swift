/// Numbers of the host on their way into or out of the engine.
public struct Tensor: Sendable, Equatable {
  /// The order in which a tensor's values are stored.
  public enum Layout: Sendable {
    /// As the shape says, the last dimension fastest: `[N, C, H, W]` with W fastest.
    case rowMajor
    /// `[N, C, H, W]` with C fastest, as image files have it.
    case channelsLast
  }

  /// The shape, `[N, C, H, W]` for images whatever the layout.
  public let shape: [Int]
  /// The order of the values.
  public let layout: Layout
  /// The values.
  public var values: [Float]

  /// Makes a tensor of values.
  public init(shape: [Int], layout: Layout = .rowMajor, values: [Float]) {
    self.shape = shape
    self.layout = layout
    self.values = values
  }
}
