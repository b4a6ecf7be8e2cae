internal import Dispatch

/// What a stream's words are turned into.
public enum Distribution: Hashable, Sendable {
  /// Normal with a mean and a standard deviation, by Box and Muller's transform.
  case normal(mean: Double, std: Double)
  /// Uniform in [low, high).
  case uniform(low: Double, high: Double)
  /// `value` with a probability, else 0; with `1 / (1 - p)` at `1 - p`, a mask of dropout.
  case bernoulli(probability: Double, value: Double)

  /// Fills an array with the values of indices 0, 1, … of one step of a stream.
  ///
  /// Each value is a function of its index, so any number of threads fills in the same.
  public func fill(
    _ values: inout [Float], from stream: Stream, step: UInt32, threads: Int = 1
  ) {
    let count = values.count
    // Less than this a thread isn't worth waking another.
    let part = max(count / max(threads, 1) + 1, 1 << 14)
    values.withUnsafeMutableBufferPointer { values in
      nonisolated(unsafe) let values = values
      DispatchQueue.concurrentPerform(iterations: (count + part - 1) / part) { index in
        let range = index * part..<min((index + 1) * part, count)
        var span = values.extracting(range).mutableSpan
        fill(&span, from: stream, step: step, first: range.lowerBound)
      }
    }
  }

  /// Fills a span with the values of indices `first`, `first + 1`, … of one step of a stream.
  public func fill(
    _ values: inout MutableSpan<Float>, from stream: Stream, step: UInt32, first: Int
  ) {
    var index = 0
    while index < values.count {
      let (group, lane) = (first + index).quotientAndRemainder(dividingBy: 16)
      let sixteen = self.values(of: Self.words(of: stream, step: step, group: group))
      let some = min(16 - lane, values.count - index)
      if some == 16 {
        for offset in 0..<16 { values[unchecked: index + offset] = sixteen[offset] }
      } else {
        for offset in 0..<some { values[index + offset] = sixteen[lane + offset] }
      }
      index += some
    }
  }

  /// Words `16 * group` to `16 * group + 15` of a step.
  private static func words(of stream: Stream, step: UInt32, group: Int) -> SIMD16<UInt32> {
    let block = UInt32(4 * group)
    return SIMD16(
      lowHalf: SIMD8(
        lowHalf: stream.words(step: step, block: block),
        highHalf: stream.words(step: step, block: block + 1)),
      highHalf: SIMD8(
        lowHalf: stream.words(step: step, block: block + 2),
        highHalf: stream.words(step: step, block: block + 3)))
  }

  private func values(of words: SIMD16<UInt32>) -> SIMD16<Float> {
    switch self {
    case .uniform(let low, let high):
      let values = SIMD16<Float>(low + (high - low) * Self.fractions(words))
      // Rounding to single precision can reach the open end; an empty range is its lower end.
      return values.replacing(
        with: max(Float(low), Float(high).nextDown), where: .!(values .< Float(high)))
    case .bernoulli(let probability, let value):
      let values = SIMD16<Double>()
        .replacing(with: value, where: Self.fractions(words) .< probability)
      return SIMD16<Float>(values)
    case .normal(let mean, let std):
      // 1 - u lies in (0, 1], where the logarithm is finite.
      let fractions = Self.fractions(words)
      let radius = (-2 * Transcendental.log(1 - fractions.evenHalf)).squareRoot()
      let (cosine, sine) = Transcendental.cosineAndSine(ofTurn: fractions.oddHalf)
      var values = SIMD16<Double>()
      values.evenHalf = mean + std * (radius * cosine)
      values.oddHalf = mean + std * (radius * sine)
      return SIMD16<Float>(values)
    }
  }

  /// Words as multiples of 2^-32 in [0, 1).
  private static func fractions(_ words: SIMD16<UInt32>) -> SIMD16<Double> {
    SIMD16<Double>(words) * 0x1p-32
  }
}
