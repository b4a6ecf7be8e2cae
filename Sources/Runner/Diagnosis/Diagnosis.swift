import ModelSpec

/// Something that is wrong with a training, and since when.
public struct Diagnosis: Hashable, Sendable {
  /// What is wrong.
  public enum Finding: Hashable, Sendable {
    /// A loss or a weight is infinite or NaN; where it could be found, the operation that made it.
    case notFinite(tensor: String, operation: String?)
    /// D's outputs are at their targets.
    case discriminatorWins(real: Float, fake: Float, isSaturating: Bool)
    /// Samples differ little, by so much of what real images do.
    case alike(spread: Float)
    /// Samples are black and white, with so much between as a multiple of real images.
    case saturated(midtones: Float)
  }

  /// What is wrong, in the numbers of the last step.
  public let finding: Finding
  /// The first step at which it was seen.
  public let firstStep: Int
  /// The last step at which it was seen.
  public let lastStep: Int

  /// Makes a diagnosis.
  public init(_ finding: Finding, firstStep: Int, lastStep: Int) {
    self.finding = finding
    self.firstStep = firstStep
    self.lastStep = lastStep
  }

  /// Its name in records.
  public var name: String {
    switch finding {
    case .notFinite: "not_finite"
    case .discriminatorWins: StopWhen.Symptom.discriminatorWins.rawValue
    case .alike: StopWhen.Symptom.alike.rawValue
    case .saturated: StopWhen.Symptom.saturated.rawValue
    }
  }
}

extension DiagnosisRules {
  /// A symptom that was seen, in words' terms.
  func diagnosis(_ symptom: Symptom, _ line: SignsLine, since first: Int) -> Diagnosis {
    let signs = line.signs
    let finding: Diagnosis.Finding =
      switch symptom {
      case .discriminatorWins:
        .discriminatorWins(real: signs.real, fake: signs.fake, isSaturating: isSaturating)
      case .alike: .alike(spread: signs.spread)
      case .saturated: .saturated(midtones: signs.midtones)
      }
    return Diagnosis(finding, firstStep: first, lastStep: line.step)
  }
}
