/// The mean of some values, and how far it can be trusted.
public struct SampleMean: Hashable, Sendable {
  /// The number of values.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// Their standard deviation, by n - 1; nil of a single value.
  public let deviation: Double?
  /// The 95 % confidence interval of the mean reaches so far to either side; nil of a single value.
  public let margin: Double?

  /// Takes the mean of values; nil where there are none.
  package init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    count = values.count
    let mean = values.reduce(0, +) / Double(count)
    self.mean = mean
    guard count > 1 else {
      (deviation, margin) = (nil, nil)
      return
    }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(count - 1)).squareRoot()
    self.deviation = deviation
    margin = StudentT(degrees: count - 1).margin * deviation / Double(count).squareRoot()
  }

  /// The lower end of the interval.
  public var low: Double? { margin.map { mean - $0 } }
  /// The upper end of the interval.
  public var high: Double? { margin.map { mean + $0 } }
}
