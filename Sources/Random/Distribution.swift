/// What a stream's words are turned into.
public enum Distribution: Hashable, Sendable {
  /// Normal with a mean and a standard deviation, by Box and Muller's transform.
  case normal(mean: Double, std: Double)
  /// Uniform in [low, high).
  case uniform(low: Double, high: Double)
  /// `value` with a probability, else 0; with `1 / (1 - p)` at `1 - p`, a mask of dropout.
  case bernoulli(probability: Double, value: Double)

  /// Fills a buffer with the values of indices 0, 1, … of one step of a stream.
  public func fill(_ values: inout [Float], from stream: Stream, step: UInt32) {
    values.withUnsafeMutableBufferPointer { fill($0, from: stream, step: step) }
  }

  /// Fills a buffer with the values of indices 0, 1, … of one step of a stream.
  public func fill(
    _ values: UnsafeMutableBufferPointer<Float>, from stream: Stream, step: UInt32
  ) {
    var index = 0
    while index < values.count {
      let four = quadruple(stream.words(step: step, block: UInt32(index / 4)))
      for lane in 0..<min(4, values.count - index) {
        values[index + lane] = four[lane]
      }
      index += 4
    }
  }

  private func quadruple(_ words: SIMD4<UInt32>) -> SIMD4<Float> {
    switch self {
    case .uniform(let low, let high):
      var result = SIMD4<Float>()
      for lane in 0..<4 {
        let value = Float(low + (high - low) * Self.fraction(words[lane]))
        // Rounding to single precision can reach the open end.
        result[lane] = value < Float(high) ? value : Float(high).nextDown
      }
      return result
    case .bernoulli(let probability, let value):
      var result = SIMD4<Float>()
      for lane in 0..<4 where Self.fraction(words[lane]) < probability {
        result[lane] = Float(value)
      }
      return result
    case .normal(let mean, let std):
      var result = SIMD4<Float>()
      for pair in 0..<2 {
        // 1 - u lies in (0, 1], where the logarithm is finite.
        let radius = (-2 * Transcendental.log(1 - Self.fraction(words[2 * pair]))).squareRoot()
        let (cosine, sine) = Transcendental.cosineAndSine(
          ofTurn: Self.fraction(words[2 * pair + 1]))
        result[2 * pair] = Float(mean + std * (radius * cosine))
        result[2 * pair + 1] = Float(mean + std * (radius * sine))
      }
      return result
    }
  }

  /// A word as a multiple of 2^-32 in [0, 1).
  private static func fraction(_ word: UInt32) -> Double {
    Double(word) * 0x1p-32
  }
}
