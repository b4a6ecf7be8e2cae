/// What is left of the differences between two configurations, seed by seed.
public struct PairedDifference: Hashable, Sendable {
  /// The paired t-test.
  public struct Test: Hashable, Sendable {
    /// The mean difference over its standard error.
    public let t: Double
    /// The probability of a t at least so far from 0 if there were no difference.
    public let p: Double
    /// p by Holm's correction over all that was tested with it.
    public internal(set) var corrected: Double
    /// The effect size: Cohen's d_z, the mean difference over the differences' standard deviation.
    public let effect: Double
  }

  /// The differences' number, mean and interval.
  public let difference: SampleMean
  /// The test; nil of a single pair, and where all differences are the same.
  public internal(set) var test: Test?

  /// Takes the differences of pairs; nil where there are none.
  package init?(_ differences: [Double]) {
    guard let difference = SampleMean(differences) else { return nil }
    self.difference = difference
    guard let deviation = difference.deviation, deviation > 0 else { return }
    let t = difference.mean / (deviation / Double(difference.count).squareRoot())
    let p = StudentT(degrees: difference.count - 1).twoSided(t)
    test = Test(t: t, p: p, corrected: p, effect: difference.mean / deviation)
  }
}

/// Holm's step-down correction of p values that are looked at together.
package enum Holm {
  /// The corrected values, in the order of the ones given.
  package static func corrected(_ values: [Double]) -> [Double] {
    var corrected = values
    var highest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      highest = max(highest, min(1, Double(values.count - rank) * values[index]))
      corrected[index] = highest
    }
    return corrected
  }
}
