public import ModelSpec

extension RunDifference {
  /// All that differs.
  public var json: JSONValue {
    .object([
      "runs": .array([.string(first.path), .string(second.path)]),
      "spec": Self.json(spec), "origin": Self.json(provenance), "outcome": Self.json(outcome),
      "metrics": Self.json(metrics),
      "weights": .object([
        "first_difference": firstDifference.map { .integer($0) } ?? .null,
        "last_equal": lastEqual.map { .integer($0) } ?? .null,
        "steps": .array(
          weights.map { weights in
            .array([
              .integer(weights.step), weights.first.map { .string($0) } ?? .null,
              weights.second.map { .string($0) } ?? .null,
            ])
          }),
      ]),
    ])
  }

  private static func json(_ entries: [Entry]) -> JSONValue {
    .object(
      Dictionary(
        entries.map { ($0.path, .array([$0.first ?? .null, $0.second ?? .null])) }
      ) { first, _ in first })
  }
}

extension RunDifference.Entry {
  /// How much more the second run has; nil where one has no number.
  package var change: Double? {
    first?.number.flatMap { first in second?.number.map { $0 - first } }
  }
}

extension JSONValue {
  /// The value as a number.
  package var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
