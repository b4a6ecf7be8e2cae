/// A diagnosis as a run's result keeps it.
public struct DiagnosisRecord: Codable, Hashable, Sendable {
  /// What is wrong: `not_finite`, or a symptom's name in the spec.
  public let name: String
  /// The first step at which it was seen.
  public let firstStep: Int
  /// The last step at which it was seen.
  public let lastStep: Int
  /// What is wrong, in words.
  public let message: String

  init(_ diagnosis: Diagnosis) {
    name = diagnosis.name
    firstStep = diagnosis.firstStep
    lastStep = diagnosis.lastStep
    message = diagnosis.message
  }

  private enum CodingKeys: String, CodingKey {
    case name, message
    case firstStep = "first_step"
    case lastStep = "last_step"
  }
}
