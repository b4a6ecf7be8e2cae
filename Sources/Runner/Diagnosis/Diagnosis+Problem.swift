public import ModelSpec

extension Diagnosis: Problem {
  /// What is wrong, since when, by which numbers.
  public var message: String {
    switch finding {
    case .notFinite(let tensor, let operation):
      "in step \(lastStep), '\(tensor)' is no finite number"
        + (operation.map { "; the first operation to go wrong: \($0)" } ?? "")
    case .discriminatorWins(let real, let fake, let isSaturating):
      "the discriminator wins: \(steps) it is hardly ever wrong, "
        + "at last with D(x) \(Self.text(real)) and D(G(z)) \(Self.text(fake)); "
        + (isSaturating
          ? "the saturating loss's gradient is as small as D(G(z)), so the generator doesn't learn"
          : "the generator learns little from that")
    case .alike(let spread):
      "the samples are all alike: \(steps) they hardly differ, "
        + "at last by \(Self.percent(spread)) of what real images differ by"
    case .saturated(let midtones):
      "the generator's output is saturated: \(steps) nearly all values are at -1 or 1, "
        + "at last with \(Self.percent(midtones)) as many between them as real images have"
    }
  }

  /// What may help.
  public var help: String? {
    switch finding {
    case .notFinite:
      "lower learning rates may help; the checkpoint is of the step before"
    case .discriminatorWins(_, _, true):
      "`loss.generator: non_saturating` was made for this; a lower learning rate for the "
        + "discriminator may help, too"
    case .discriminatorWins:
      "a lower learning rate for the discriminator, label smoothing, or dropout in it may help"
    case .alike:
      "lower learning rates, or a batch_norm more in either network, may help"
    case .saturated:
      "a lower learning rate for the generator, or smaller values to begin with (`init`), may help"
    }
  }

  private var steps: String {
    firstStep == lastStep ? "at step \(lastStep)" : "from step \(firstStep) to \(lastStep)"
  }

  private static func text(_ value: Float) -> String {
    // What rounds to nothing is still more than nothing.
    value > 0 && value < 0.0001 ? "below 0.0001" : NumberText.fixed(Double(value), 4)
  }

  private static func percent(_ value: Float) -> String {
    value < 0.001 ? "less than 0.1 %" : "\(NumberText.fixed(Double(value) * 100, 1)) %"
  }
}
