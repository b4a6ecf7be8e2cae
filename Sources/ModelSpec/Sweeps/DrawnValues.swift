import Random

/// Values of a path that are drawn: each is a function of the seed, the path and its number, so
/// that neither a larger count nor another path draws it again.
struct DrawnValues {
  enum Distribution {
    case uniform(Double, Double)
    case logUniform(Double, Double)
    /// Both ends included.
    case integer(ClosedRange<Int>)
    case choice([SpecNode])
    case normal(mean: Double, std: Double)
  }

  private let distribution: Distribution
  private let stream: Stream

  init(_ distribution: Distribution, path: String, seed: UInt64) {
    self.distribution = distribution
    stream = Stream(seed: seed, name: "sweep/\(path)")
  }

  /// A value by its number.
  func value(_ number: Int, at mark: Mark) -> SpecNode {
    let words = stream.words(step: 0, block: UInt32(number))
    let first = UInt64(words.x) << 32 | UInt64(words.y)
    switch distribution {
    case .uniform(let low, let high):
      // Apart, since the distance of two doubles may be none.
      let fraction = Self.fraction(first)
      return Self.node(low * (1 - fraction) + high * fraction, within: low...high, at: mark)
    case .logUniform(let low, let high):
      let (from, to) = (Transcendental.log(low), Transcendental.log(high))
      let value = Transcendental.exp(from + (to - from) * Self.fraction(first))
      return Self.node(value, within: low...high, at: mark)
    case .integer(let range):
      return Self.node("\(range.lowerBound + Self.index(first, of: range.count))", at: mark)
    case .choice(let nodes):
      return nodes[Self.index(first, of: nodes.count)]
    case .normal(let mean, let std):
      let second = UInt64(words.z) << 32 | UInt64(words.w)
      // 1 - u lies in (0, 1], where the logarithm is finite.
      let radius = (-2 * Transcendental.log(1 - Self.fraction(first))).squareRoot()
      let cosine = Transcendental.cosineAndSine(ofTurn: Self.fraction(second)).cosine
      return Self.node((mean + std * (radius * cosine)).rounded(toDigits: 6), at: mark)
    }
  }

  /// A random word as a multiple of 2^-53 in [0, 1).
  private static func fraction(_ word: UInt64) -> Double {
    Double(word >> 11) * 0x1p-53
  }

  /// A random word as one of so many numbers.
  private static func index(_ word: UInt64, of count: Int) -> Int {
    Int(word.multipliedFullWidth(by: UInt64(count)).high)
  }

  private static func node(
    _ value: Double, within range: ClosedRange<Double>, at mark: Mark
  ) -> SpecNode {
    let rounded = value.rounded(toDigits: 6)
    return node(min(max(rounded, range.lowerBound), range.upperBound), at: mark)
  }

  private static func node(_ value: Double, at mark: Mark) -> SpecNode {
    node(JSONValue.text(value), at: mark)
  }

  private static func node(_ text: String, at mark: Mark) -> SpecNode {
    SpecNode(content: .scalar(.init(text: text, isPlain: true)), mark: mark)
  }
}

extension Double {
  /// The number with so many significant digits, half of a digit rounded away from zero.
  package func rounded(toDigits count: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    let (digits, point) = JSONValue.shortestDigits(magnitude)
    guard digits.count > count, let kept = Int(digits.prefix(count)) else { return self }
    let isUp = digits.dropFirst(count).first.map { $0 >= "5" } ?? false
    let rounded = Double("\(isUp ? kept + 1 : kept)e\(point - count)") ?? magnitude
    return self < 0 ? -rounded : rounded
  }
}
