/// Logarithm, exponential, sine and cosine in double precision, of basic arithmetic alone.
///
/// The host's libm picks variants by processor, whose last bits differ; these give the same bits
/// everywhere. Each is within a few units in the last place, far below what single precision
/// keeps of it.
public enum Transcendental {
  /// The natural logarithm of a positive, normal number.
  public static func log(_ x: Double) -> Double {
    log(SIMD8(repeating: x))[0]
  }

  /// The natural logarithms of positive, normal numbers.
  static func log(_ x: SIMD8<Double>) -> SIMD8<Double> {
    // x = m * 2^e with m in [sqrt(1/2), sqrt(2)); log m = 2 artanh(s), s = (m - 1) / (m + 1).
    let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self)
    var mantissa = unsafeBitCast(
      bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000, to: SIMD8<Double>.self)
    // An integer below 2^52 in the last bits of 2^52 is their sum.
    var exponent =
      unsafeBitCast(bits &>> 52 | 0x4330_0000_0000_0000, to: SIMD8<Double>.self) - (0x1p52 + 1023)
    let isLarge = mantissa .> 1.4142135623730951
    mantissa.replace(with: mantissa * 0.5, where: isLarge)
    exponent.replace(with: exponent + 1, where: isLarge)
    let s = (mantissa - 1) / (mantissa + 1)
    let square = s * s
    var series = SIMD8<Double>()
    var odd = 25.0
    while odd > 1 {
      series = (series + 1 / odd) * square
      odd -= 2
    }
    let ln2High = 6.93147180369123816490e-01
    let ln2Low = 1.90821492927058770002e-10
    return exponent * ln2High + (2 * s + (2 * s * series + exponent * ln2Low))
  }

  /// e to the power of x, for results in the normal range.
  public static func exp(_ x: Double) -> Double {
    let k = (x * 1.4426950408889634).rounded()
    let r = (x - k * 6.93147180369123816490e-01) - k * 1.90821492927058770002e-10
    var series = 1.0
    var n = 18.0
    while n >= 1 {
      series = 1 + series * r / n
      n -= 1
    }
    return Double(sign: .plus, exponent: Int(k), significand: 1) * series
  }

  /// Cosine and sine of 2 pi times a fraction in [0, 1).
  public static func cosineAndSine(ofTurn turn: Double) -> (cosine: Double, sine: Double) {
    let (cosine, sine) = cosineAndSine(ofTurn: SIMD8(repeating: turn))
    return (cosine[0], sine[0])
  }

  /// Cosines and sines of 2 pi times fractions in [0, 1).
  static func cosineAndSine(
    ofTurn turn: SIMD8<Double>
  ) -> (cosine: SIMD8<Double>, sine: SIMD8<Double>) {
    // The nearest quarter turn is taken off exactly, so the series see at most pi / 4.
    var quarter = SIMD8<Double>()
    for number in 1...4 {
      quarter.replace(with: Double(number), where: turn .>= Double(2 * number - 1) / 8)
    }
    let angle = (turn - quarter * 0.25) * 6.283185307179586
    let square = angle * angle
    var cosine = SIMD8<Double>(repeating: 1)
    var sine = SIMD8<Double>(repeating: 1)
    var n = 20.0
    while n >= 2 {
      cosine = 1 - cosine * square / (n * (n - 1))
      sine = 1 - sine * square / (n * (n + 1))
      n -= 2
    }
    sine *= angle
    let isOdd = (quarter .== 1) .| (quarter .== 3)
    let turned = (
      cosine: cosine.replacing(with: sine, where: isOdd),
      sine: sine.replacing(with: cosine, where: isOdd)
    )
    return (
      turned.cosine.replacing(with: turned.cosine * -1, where: (quarter .== 1) .| (quarter .== 2)),
      turned.sine.replacing(with: turned.sine * -1, where: (quarter .== 2) .| (quarter .== 3))
    )
  }

  /// A base to a whole power, by repeated squaring.
  public static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
