/// What a stream's words are turned into.
public enum Distribution: Hashable, Sendable {
  /// Normal with a mean and a standard deviation, by Box and Muller's transform.
  case normal(mean: Double, std: Double)
  /// Uniform in [low, high).
  case uniform(low: Double, high: Double)
  /// `value` with a probability, else 0; with `1 / (1 - p)` at `1 - p`, a mask of dropout.
  case bernoulli(probability: Double, value: Double)

  /// Fills an array with the values of indices 0, 1, … of one step of a stream.
  public func fill(_ values: inout [Float], from stream: Stream, step: UInt32) {
    var span = values.mutableSpan
    fill(&span, from: stream, step: step, first: 0)
  }

  /// Fills a span with the values of indices `first`, `first + 1`, … of one step of a stream.
  public func fill(
    _ values: inout MutableSpan<Float>, from stream: Stream, step: UInt32, first: Int
  ) {
    var index = 0
    while index < values.count {
      let four = quadruple(stream.words(step: step, block: UInt32((first + index) / 4)))
      let lane = (first + index) % 4
      let some = min(4 - lane, values.count - index)
      for offset in 0..<some { values[index + offset] = four[lane + offset] }
      index += some
    }
  }

  private func quadruple(_ words: SIMD4<UInt32>) -> SIMD4<Float> {
    switch self {
    case .uniform(let low, let high):
      var result = SIMD4<Float>()
      for lane in 0..<4 {
        let value = Float(low + (high - low) * Self.fraction(words[lane]))
        // Rounding to single precision can reach the open end; an empty range is its lower end.
        result[lane] = value < Float(high) ? value : max(Float(low), Float(high).nextDown)
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
