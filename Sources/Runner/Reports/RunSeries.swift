/// The values of a run over its steps, by their names in the log.
struct RunSeries {
  private(set) var values: [String: [(step: Int, value: Float)]] = [:]

  init(_ log: RunHistory) {
    for line in log.steps {
      for (name, value) in line.scalars.byName {
        values[name, default: []].append((line.step, value))
      }
    }
    for line in log.evaluations {
      for (name, value) in line.values { values[name, default: []].append((line.step, value)) }
    }
  }

  /// The value after the last step of each name.
  var last: [String: Float] { values.compactMapValues { $0.last?.value } }
}
