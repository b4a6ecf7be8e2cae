/// A line of `metrics.jsonl` that says by what a training is judged after a step.
public struct SignsLine: Codable, Hashable, Sendable {
  /// The step, counted from 1.
  public let step: Int
  /// What is looked at.
  public let signs: Signs

  /// Makes a line.
  package init(step: Int, signs: Signs) {
    self.step = step
    self.signs = signs
  }

  /// The lines of this kind in a log.
  static func all(in log: [UInt8]) -> [SignsLine] {
    log.split(separator: UInt8(ascii: "\n")).compactMap { line in
      // The keys are sorted, so no other kind of line begins so.
      line.starts(with: #"{"signs""#.utf8) ? JSONText.decode(Array(line), as: Self.self) : nil
    }
  }
}

/// What can be seen of a training's health, all functions of the state after a step.
public struct Signs: Codable, Hashable, Sendable {
  /// The mean of D(x).
  public let real: Float
  /// The mean of D(G(z)).
  public let fake: Float
  /// How much the samples differ from each other, as a multiple of real images.
  public let spread: Float
  /// How much of the samples is neither black nor white, as a multiple of real images.
  public let midtones: Float

  private enum CodingKeys: String, CodingKey {
    case spread, midtones
    case real = "d_real"
    case fake = "d_fake"
  }

  /// Takes a step's own numbers, and the traits of samples relative to those of real images.
  package init(_ scalars: StepScalars, _ traits: ImageTraits) {
    real = scalars.real
    fake = scalars.fake
    spread = traits.spread
    midtones = traits.midtones
  }
}
