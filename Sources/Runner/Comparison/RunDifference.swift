public import ModelSpec

/// What differs between two runs.
public struct RunDifference: Sendable {
  /// Something that isn't the same.
  public struct Entry: Sendable {
    /// What it is.
    public let path: String
    /// What the first run has.
    public let first: JSONValue?
    /// What the second run has.
    public let second: JSONValue?
  }

  /// The weights' digests after a step.
  public struct Weights: Sendable {
    /// The step.
    public let step: Int
    /// The first run's digest; nil where it has none.
    public let first: String?
    /// The second run's.
    public let second: String?
  }

  /// The first run.
  public let first: RunFolder
  /// The second run.
  public let second: RunFolder
  /// What of the resolved specs.
  public let spec: [Entry]
  /// What of where they come from, the last one to work at each standing for all.
  public let provenance: [Entry]
  /// What of how they ended, and of how metrics were made.
  public let outcome: [Entry]
  /// What of the last values.
  public let metrics: [Entry]
  /// The weights' digests, after each step that one of the runs has them of.
  public let weights: [Weights]

  /// Reads and compares two runs.
  ///
  /// - Throws: `SpecError` or `RunError` where their records cannot be read.
  public init(_ first: RunFolder, _ second: RunFolder) throws {
    self.first = first
    self.second = second
    let folders = [first, second]
    spec = Self.entries(try folders.map { .object(try ResolvedRecord(reading: $0).members) })
    provenance = Self.entries(try folders.map(Self.origin))
    let results = try folders.map { folder throws(RunError) in try folder.readResult() }
    outcome = Self.entries(results.map(Self.outcome))
    metrics = Self.entries(
      results.map { .object($0?.metrics.mapValues { .number(Double($0)) } ?? [:]) })
    let digests = try folders.map { folder throws(RunError) in
      try WeightsLog(folder).digests
    }
    weights = Set(digests.flatMap(\.keys)).sorted().map {
      Weights(step: $0, first: digests[0][$0], second: digests[1][$0])
    }
  }

  /// The first step after which the weights differ; nil where none that both recorded does.
  public var firstDifference: Int? {
    weights.first { $0.first != nil && $0.second != nil && $0.first != $0.second }?.step
  }

  /// The last step up to which all weights that both recorded are the same.
  public var lastEqual: Int? {
    weights.last { weights in
      weights.first != nil && weights.first == weights.second
        && firstDifference.map { weights.step < $0 } ?? true
    }?.step
  }

  private static func entries(_ values: [JSONValue]) -> [Entry] {
    JSONDifference.paths(values).map { path in
      Entry(
        path: path.joined(separator: "."), first: JSONDifference.value(values[0], at: path),
        second: JSONDifference.value(values[1], at: path))
    }
  }

  private static func origin(_ folder: RunFolder) throws(RunError) -> JSONValue {
    let record: JSONValue? = try RunFolder.record(folder.provenance)
    guard case .object(var members)? = record else { return .object([:]) }
    if case .array(let attempts)? = members["attempts"], case .object(var last)? = attempts.last {
      // When it was and how far it came tells nothing of the bits.
      for key in ["started", "ended", "first_step", "last_step", "outcome"] { last[key] = nil }
      members.merge(last) { own, _ in own }
    }
    members["attempts"] = nil
    return .object(members)
  }

  private static func outcome(_ result: RunResult?) -> JSONValue {
    guard let result else { return .object([:]) }
    var members: [String: JSONValue] = [
      "status": .string(result.status.rawValue), "steps": .integer(result.steps),
    ]
    for (metric, method) in result.made ?? [:] {
      members[metric] = .object(method.mapValues { JSONValue($0) })
    }
    return .object(members)
  }
}
