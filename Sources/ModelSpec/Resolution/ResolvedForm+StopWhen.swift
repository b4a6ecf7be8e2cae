extension ResolvedForm {
  /// What ends a training, with everything written out.
  func stopWhen(_ stop: StopWhen) -> JSONValue {
    var members = limits(stop)
    members["every"] = .integer(stop.every)
    return .object(members)
  }

  /// The same without what is as by default.
  func essentialStopWhen(_ stop: StopWhen) -> JSONValue {
    var members = limits(stop).mapValues { limit in
      guard case .object(let values) = limit else { return limit }
      return .object(
        values.filter { $0.key != "steps" || $0.value != .integer(StopWhen.defaultSteps) })
    }
    if stop.every != StopWhen.defaultEvery { members["every"] = .integer(stop.every) }
    return .object(members)
  }

  private func limits(_ stop: StopWhen) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for (symptom, limit) in stop.limits {
      members[symptom.rawValue] = .object([
        symptom.measure: .number(limit.most), "steps": .integer(limit.steps),
      ])
    }
    return members
  }
}
