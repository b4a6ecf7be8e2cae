import Metrics

/// How far a sweep is.
package struct SweepStatus {
  private struct Best {
    var value: Float
    var title: String
  }

  private let trials: Int
  private let metric: String?
  private let start = ContinuousClock.now
  private var totals: [Int: Int] = [:]
  private var steps: [Int: Int] = [:]
  private var ended: Set<Int> = []
  private var trained = 0
  private var best: Best?

  /// Starts the clock of a sweep with so many trials.
  package init(trials: Int, metric: String?) {
    self.trials = trials
    self.metric = metric
  }

  /// A trial begins, after so many steps of an earlier attempt.
  package mutating func began(_ number: Int, step: Int, total: Int) {
    totals[number] = total
    steps[number] = step
  }

  /// A trial has come to a step.
  package mutating func advanced(_ number: Int, to step: Int) {
    trained += step - (steps[number] ?? step)
    steps[number] = step
  }

  /// A trial needs nothing more, whatever it came to.
  package mutating func ended(_ number: Int, _ state: TrialState?, title: String) {
    ended.insert(number)
    guard case .final(let result)? = state else { return }
    guard result.status == .finished, let metric, let value = result.metrics[metric] else { return }
    let isBetter = best.map { MetricCatalogue.isBetter(value, than: $0.value, by: metric) } ?? true
    if isBetter { best = Best(value: value, title: title) }
  }

  /// How many of all trials are done.
  package var counter: String { "\(ended.count)/\(trials) done" }

  /// The seconds until all are done, by the pace so far; nil while there is none.
  private var secondsLeft: Double? {
    guard trained > 0, !totals.isEmpty else { return nil }
    let mean = Double(totals.values.reduce(0, +)) / Double(totals.count)
    let open = totals.reduce(0.0) { sum, entry in
      ended.contains(entry.key) ? sum : sum + Double(entry.value - (steps[entry.key] ?? 0))
    }
    let unseen = max(0, trials - ended.union(totals.keys).count)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return seconds / Double(trained) * (open + mean * Double(unseen))
  }

  /// One line with a bar, for a terminal so wide.
  package func bar(columns: Int) -> String {
    var parts = [counter]
    // What a narrow terminal cuts off comes last.
    if let secondsLeft { parts.append("\(NumberText.duration(secondsLeft)) left") }
    if let best, let metric {
      parts.append("best \(metric) \(NumberText.fixed(Double(best.value), 4)): \(best.title)")
    }
    let room = min(max(columns - 60, 10), 40)
    let full = trials == 0 ? room : room * ended.count / trials
    return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: room - full)
      + "] " + parts.joined(separator: "  ")
  }
}
