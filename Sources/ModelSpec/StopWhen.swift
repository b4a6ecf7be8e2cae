/// What ends a training before its last step.
public struct StopWhen: Hashable, Sendable {
  /// What can be seen to go wrong while all numbers are still finite.
  public enum Symptom: String, CaseIterable, Codable, Sendable {
    /// The discriminator's outputs are at their targets.
    case discriminatorWins = "discriminator_wins"
    /// The generator makes much the same image of each z.
    case alike
    /// The generator's values are at the ends of their range.
    case saturated
  }

  /// From where on a symptom is there.
  public struct Limit: Hashable, Sendable {
    /// The most that the symptom's measure may be.
    public var most: Double
    /// The steps that it must have been so for.
    public var steps: Int

    /// Makes a limit.
    public init(most: Double, steps: Int) {
      self.most = most
      self.steps = steps
    }
  }

  /// The symptoms that end it.
  public var limits: [Symptom: Limit]
  /// Steps between two looks.
  public var every: Int

  /// Makes conditions.
  public init(limits: [Symptom: Limit], every: Int) {
    self.limits = limits
    self.every = every
  }
}

extension StopWhen {
  /// Steps between two looks, where the spec says nothing.
  public static let defaultEvery = 100
  /// The steps that a limit must hold for, where the spec says nothing.
  static let defaultSteps = 0
}

extension StopWhen.Symptom {
  /// The name of what is measured: all is well as long as it is far from 0.
  public var measure: String {
    switch self {
    case .discriminatorWins: "error"
    case .alike: "spread"
    case .saturated: "midtones"
    }
  }
}
