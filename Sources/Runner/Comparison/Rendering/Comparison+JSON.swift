public import ModelSpec

extension Comparison {
  /// All of the comparison, numbers in full.
  public var json: JSONValue {
    .object([
      "name": name.map { .string($0) } ?? .null,
      "kind": .string(kind == .single ? "runs" : kind.rawValue),
      "baseline": configurations.isEmpty ? .null : .string(configurations[baseline].name),
      "keys": .array(keys.map { .string($0) }),
      "counts": .object(
        Dictionary(
          TrialState.counts(trials.map(\.state.word)).map { ($0.word, .integer($0.count)) }
        ) { first, _ in first }),
      "configurations": .array(configurations.map(\.json)),
      "metrics": .array(tables.map { $0.json(configurations) }),
    ])
  }
}

extension Comparison.Configuration {
  fileprivate var json: JSONValue {
    .object([
      "name": .string(name), "changes": .object(changes), "trials": .array(trials.map(\.json)),
    ])
  }
}

extension Comparison.Trial {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(id), "run": .string(folder.path), "seed": JSONValue(seed: seed),
      "status": .string(state.word), "reason": reason.map { .string($0) } ?? .null,
      "steps": result.map { .integer($0.steps) } ?? .null,
    ]
    members["values"] = measures.map { measures in
      .object(
        measures.values.mapValues { values in
          let pairs = ValueKind.allCases.compactMap { kind in
            values[kind].map { (kind.rawValue, JSONValue.number($0)) }
          }
          return .object(Dictionary(pairs) { first, _ in first })
        })
    }
    return .object(members)
  }
}

extension MetricTable {
  fileprivate func json(_ configurations: [Comparison.Configuration]) -> JSONValue {
    .object([
      "name": .string(name),
      "less_is_better": lessIsBetter.map { .bool($0) } ?? .null,
      "made_differently": .array(
        discrepancies.map { discrepancy in
          .object([
            "key": .string(discrepancy.key),
            "values": .array(
              discrepancy.values.map { entry in
                .object([
                  "value": .string(entry.value),
                  "configurations": .array(
                    entry.configurations.map { .string(configurations[$0].name) }),
                ])
              }),
          ])
        }),
      "configurations": .array(
        rows.map { row in
          .object([
            "name": .string(configurations[row.configuration].name),
            "n": .integer(row.count), "left_out": .integer(row.leftOut),
            "rank": row.rank.map { .integer($0) } ?? .null,
            "means": .object(Self.byKind(row.means, \.json)),
            "differences": .object(Self.byKind(row.differences, \.json)),
          ])
        }),
    ])
  }

  private static func byKind<Value>(
    _ values: [ValueKind: Value], _ json: (Value) -> JSONValue
  ) -> [String: JSONValue] {
    Dictionary(values.map { ($0.key.rawValue, json($0.value)) }) { first, _ in first }
  }
}

extension SampleMean {
  fileprivate var json: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    return .object([
      "n": .integer(count), "mean": .number(mean), "deviation": number(deviation),
      "low": number(low), "high": number(high),
    ])
  }
}

extension PairedDifference {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = ["t": .null, "p": .null, "p_holm": .null, "d_z": .null]
    if let test {
      members = [
        "t": .number(test.t), "p": .number(test.p), "p_holm": .number(test.corrected),
        "d_z": .number(test.effect),
      ]
    }
    if case .object(let mean) = difference.json { members.merge(mean) { first, _ in first } }
    return .object(members)
  }
}
