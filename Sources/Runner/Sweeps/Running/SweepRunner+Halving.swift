import Metrics
import ModelSpec

/// Successive halving (Jamieson and Talwalkar, 2016), synchronous: a rung is decided when all
/// trials have come to it, so that the outcome is the same however many train at a time.
extension SweepRunner {
  /// The trials that go on after a rung; the others are recorded as stopped.
  ///
  /// The best `floor(n * keep)` of n go on, and at least one; ties go by the trial's number, and
  /// those without a value come last.
  func decide(_ scheduler: SuccessiveHalving, at rung: Int, among trials: [Int]) throws -> [Int] {
    var ranked: [(number: Int, value: Float?)] = []
    for number in trials {
      ranked.append((number, try rankedValue(of: number, scheduler.metric, at: rung)))
    }
    ranked.sort { first, second in
      switch (first.value, second.value) {
      case (let one?, let other?) where one != other:
        MetricCatalogue.isBetter(one, than: other, by: scheduler.metric)
      case (.some, nil): true
      case (nil, .some): false
      default: first.number < second.number
      }
    }
    let count = max(1, Int((Double(trials.count) * scheduler.keep + 1e-9).rounded(.down)))
    let goingOn = ranked.prefix(count).filter { $0.value != nil }.map(\.number).sorted()
    try SweepRecord.update(sweep.folder) { record in
      for (place, entry) in ranked.enumerated() {
        let id = sweep.lock.trials[entry.number].id
        // Where a later rung stopped it, that one decides again.
        if let stop = record.stopped[id], stop.step <= rung { record.stopped[id] = nil }
        let isDone = try record.failed[id] != nil || sweep.folder.run(id).readResult() != nil
        guard place >= count, !isDone else { continue }
        record.stopped[id] = SweepRecord.Stop(
          step: rung, rank: place + 1, of: trials.count, metric: scheduler.metric,
          value: entry.value)
      }
    }
    let stopped = Set(trials).subtracting(goingOn).sorted()
    report(.decided(step: rung, goingOn: goingOn.count, stopped: stopped))
    return goingOn
  }

  /// A trial's value at a rung, or at its end if that came before; nil of one that went wrong.
  private func rankedValue(of number: Int, _ metric: String, at rung: Int) throws -> Float? {
    let run = sweep.folder.run(sweep.lock.trials[number].id)
    if let result = try run.readResult(), result.steps <= rung {
      return result.status == .finished ? result.metrics[metric] : nil
    }
    let value = try value(of: number, metric, at: rung)
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}
