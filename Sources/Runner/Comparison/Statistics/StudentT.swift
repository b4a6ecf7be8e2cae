import Synchronization

/// Student's t distribution of whole degrees of freedom.
///
/// It is made of basic arithmetic and square roots alone, so its values, which go into records, are
/// the same bits on every machine.
package struct StudentT: Sendable {
  /// The degrees of freedom, 1 or more.
  package let degrees: Int

  /// Names the distribution of some degrees of freedom.
  package init(degrees: Int) {
    self.degrees = max(degrees, 1)
  }

  /// The probability of a value at least so far from 0, on either side.
  ///
  /// It is the regularised incomplete beta function I_x(degrees/2, 1/2) of
  /// x = degrees / (degrees + t^2).
  package func twoSided(_ t: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? .nan : 0 }
    let (a, b) = (Double(degrees) / 2, 0.5)
    let square = t * t
    let (x, y) = (Double(degrees) / (Double(degrees) + square), 1 / (1 + Double(degrees) / square))
    guard y > 0 else { return 1 }
    let front = power(x) * y.squareRoot() / beta
    // The continued fraction converges fast on this side of the mean, its mirror on the other.
    return x < (a + 1) / (a + b + 2)
      ? front * Self.fraction(a, b, x) / a : 1 - front * Self.fraction(b, a, y) / b
  }

  /// The value that is exceeded, on either side, with a probability between 0 and 1.
  package func quantile(twoSided probability: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while twoSided(high) > probability { high *= 2 }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low && middle < high else { return high }
      if twoSided(middle) > probability { low = middle } else { high = middle }
    }
  }

  /// How many standard errors the 95 % confidence interval of a mean reaches to either side.
  var margin: Double {
    if let known = Self.margins.withLock({ $0[degrees] }) { return known }
    let margin = quantile(twoSided: 0.05)
    Self.margins.withLock { $0[degrees] = margin }
    return margin
  }

  /// What was worked out before: a table has many means of few different numbers of trials.
  private static let margins = Mutex<[Int: Double]>([:])

  /// x to the power of half the degrees of freedom.
  private func power(_ x: Double) -> Double {
    var (result, square, exponent) = (1.0, x.squareRoot(), degrees)
    while exponent > 0 {
      if exponent % 2 == 1 { result *= square }
      square *= square
      exponent /= 2
    }
    return result
  }

  /// The beta function B(degrees/2, 1/2), stepwise from B(1/2, 1/2) = pi or B(1, 1/2) = 2.
  private var beta: Double {
    let first = degrees % 2 == 1 ? 1 : 2
    return stride(from: first, to: degrees, by: 2).reduce(first == 1 ? Double.pi : 2) {
      $0 * Double($1) / Double($1 + 1)
    }
  }

  /// The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    func safe(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / safe(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1...10_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / safe(1 + even * d)
      c = safe(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / safe(1 + odd * d)
      c = safe(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }
}
