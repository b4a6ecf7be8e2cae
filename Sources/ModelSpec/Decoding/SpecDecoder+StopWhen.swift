extension SpecDecoder {
  /// What ends a training before its last step: at least one symptom, each with its limit.
  func stopWhen(_ entry: Entry) -> StopWhen? {
    guard var fields = fields(entry) else { return nil }
    let symptoms = fields.some(of: StopWhen.Symptom.allCases.map(\.rawValue))
    var limits: [StopWhen.Symptom: StopWhen.Limit] = [:]
    for symptom in symptoms {
      guard let name = StopWhen.Symptom(rawValue: symptom.key) else { continue }
      limits[name] = limit(symptom, of: name)
    }
    let every = optional(fields.optional("every"), default: StopWhen.defaultEvery) {
      integer($0, in: .counts)
    }
    fields.finish(log)
    guard let every, !symptoms.isEmpty, limits.count == symptoms.count else { return nil }
    return StopWhen(limits: limits, every: every)
  }

  private func limit(_ entry: Entry, of symptom: StopWhen.Symptom) -> StopWhen.Limit? {
    guard var fields = fields(entry) else { return nil }
    let most = fields.required(symptom.measure).flatMap {
      real($0, in: RealRange(0, 1, includesLower: false))
    }
    let steps = optional(fields.optional("steps"), default: StopWhen.defaultSteps) {
      integer($0, in: 0...ClosedRange.counts.upperBound)
    }
    fields.finish(log)
    guard let most, let steps else { return nil }
    return StopWhen.Limit(most: most, steps: steps)
  }
}
