public import ModelSpec

/// What metrics say of a generator, and how they came to it.
public struct Evaluation: Codable, Hashable, Sendable {
  /// What a value hangs on beside the generator: options, counts, seed, version.
  ///
  /// Values that were made by different methods don't compare.
  public typealias Method = [String: OptionValue]

  /// The values by their names: a metric's own, and parts of it as `metric/part`.
  public var values: [String: Float]
  /// How each metric was made, by its name.
  public var made: [String: Method]

  /// Makes an evaluation; an empty one if nothing is given.
  public init(values: [String: Float] = [:], made: [String: Method] = [:]) {
    self.values = values
    self.made = made
  }
}
