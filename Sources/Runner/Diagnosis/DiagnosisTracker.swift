import ModelSpec

/// Goes through a run's signs step by step, and says what is wrong from which on.
///
/// It is made anew of the log where a run goes on, so it hangs on no interruption.
struct DiagnosisTracker {
  private let rules: DiagnosisRules
  /// The first of the steps in a row at which a symptom's measure has been beyond its limit.
  private var since: [DiagnosisRules.Symptom: Int] = [:]
  private var found: [DiagnosisRules.Symptom: Diagnosis] = [:]
  /// The symptom that ends the training, if one does.
  private(set) var end: DiagnosisRules.Symptom?

  init(_ rules: DiagnosisRules, after lines: [SignsLine] = []) {
    self.rules = rules
    for line in lines { _ = add(line) }
  }

  /// What was wrong so far, each kind once, in the order in which they were found.
  var diagnoses: [Diagnosis] {
    found.values.sorted { ($0.firstStep, $0.name) < ($1.firstStep, $1.name) }
  }

  /// Takes in the signs of a step, and gives what was never found before.
  mutating func add(_ line: SignsLine) -> [Diagnosis] {
    var new: [Diagnosis] = []
    for symptom in DiagnosisRules.Symptom.allCases {
      guard let limit = rules.limits[symptom],
        rules.measure(symptom, line.signs) <= limit.most
      else {
        since[symptom] = nil
        continue
      }
      let first = since[symptom] ?? line.step
      since[symptom] = first
      guard line.step - first >= limit.steps else { continue }
      let before = found[symptom]
      let diagnosis = rules.diagnosis(symptom, line, since: before?.firstStep ?? first)
      found[symptom] = diagnosis
      if before == nil { new.append(diagnosis) }
      if end == nil, rules.ends.contains(symptom) { end = symptom }
    }
    return new
  }
}
