import ModelSpec
import Runner

/// Shows a sweep on the error stream: a line a running trial and one for all, or plain lines.
final class SweepProgress {
  private let lock: SweepLock
  private let metric: String?
  private let quiet: Bool
  private let columns = Output.terminalColumns
  private var status: SweepStatus
  private var lines: [Int: String] = [:]
  private var drawn = 0
  private var lastDrawn = ContinuousClock.now - .seconds(1)

  init(_ lock: SweepLock, metric: String?, quiet: Bool) {
    self.lock = lock
    self.metric = metric
    self.quiet = quiet
    status = SweepStatus(trials: lock.trials.count, metric: metric)
  }

  /// Shows what happened.
  func show(_ event: SweepEvent) {
    switch event {
    case .began(let name, let trials, let done):
      status.done = done
      note("running '\(name)': \(trials.count) trials\(done > 0 ? ", \(done) of them done" : "")")
    case .warning(let trial, let problem):
      clear()
      let title = trial.map { " of \(lock.trials[$0].title)" } ?? ""
      Output.errorLine(ErrorReport.text("warning\(title)", problem))
    case .trialBegan(let number, let step, let total):
      status.began(number, step: step, total: total)
      lines[number] = lock.trials[number].title
      if columns == nil {
        note("began      \(lock.trials[number].title)" + (step > 0 ? ", after step \(step)" : ""))
      }
    case .trialStep(let number, let step, let total, let scalars, let pace):
      status.advanced(number, to: step)
      lines[number] = ProgressLine(
        name: lock.trials[number].title, step: step, total: total, scalars: scalars, pace: pace
      ).bar(columns: columns ?? 80)
    case .trialEvaluated:
      break
    case .trialLeft(let number, let state):
      lines[number] = nil
      left(number, state)
    case .trialDied(let number, let reason, let isTriedAgain):
      lines[number] = nil
      clear()
      Output.errorLine(
        "gan-run: warning of \(lock.trials[number].title): \(reason); "
          + (isTriedAgain ? "it is tried once more" : "it has failed"))
    case .decided(let step, let goingOn, let stopped):
      note("after step \(step): \(goingOn) trials go on, \(stopped) are stopped")
    }
    draw()
  }

  /// Leaves the terminal as text wants it.
  func finish() {
    clear()
  }

  private func left(_ number: Int, _ state: TrialState) {
    status.left(number, state, title: lock.trials[number].title)
    let value = metric.flatMap { name in
      state.value(name).map { "  \(name) \(NumberText.fixed(Double($0), 4))" }
    }
    let word = if case .interrupted = state { "paused" } else { state.word }
    note("\(padded(word))\(lock.trials[number].title)\(value ?? "")  (\(status.counter))")
  }

  private func padded(_ word: String) -> String {
    word + String(repeating: " ", count: max(1, 11 - word.count))
  }

  private func note(_ text: String) {
    guard !quiet else { return }
    clear()
    Output.errorLine(text)
  }

  private func draw() {
    guard !quiet, let columns, .now - lastDrawn >= .milliseconds(100) else { return }
    clear()
    let rows = lines.sorted { $0.key < $1.key }.map(\.value) + [status.bar(columns: columns)]
    Output.error(rows.map { $0.prefix(max(columns - 1, 1)) + "\n" }.joined())
    drawn = rows.count
    lastDrawn = .now
  }

  /// Takes out the lines that were drawn.
  private func clear() {
    guard drawn > 0 else { return }
    Output.error("\u{1B}[\(drawn)A\r\u{1B}[J")
    drawn = 0
    lastDrawn = .now - .seconds(1)
  }
}

/// How far a sweep is.
struct SweepStatus {
  private struct Best {
    var value: Float
    var title: String
  }

  private let trials: Int
  private let metric: String?
  private let start = ContinuousClock.now
  /// How many trials are done.
  var done = 0
  private var totals: [Int: Int] = [:]
  private var steps: [Int: Int] = [:]
  private var ended: Set<Int> = []
  private var trained = 0
  private var best: Best?

  init(trials: Int, metric: String?) {
    self.trials = trials
    self.metric = metric
  }

  mutating func began(_ number: Int, step: Int, total: Int) {
    totals[number] = total
    steps[number] = step
  }

  mutating func advanced(_ number: Int, to step: Int) {
    trained += step - (steps[number] ?? step)
    steps[number] = step
  }

  mutating func left(_ number: Int, _ state: TrialState, title: String) {
    guard case .final(let result) = state else { return }
    if ended.insert(number).inserted { done += 1 }
    guard result.status == .finished, let metric, let value = result.metrics[metric] else { return }
    let isBetter = best.map { SweepLock.isBetter(value, than: $0.value, metric) } ?? true
    if isBetter { best = Best(value: value, title: title) }
  }

  /// How many of all trials are done.
  var counter: String { "\(done)/\(trials) done" }

  /// The seconds until all are done, by the pace so far; nil while there is none.
  private var secondsLeft: Double? {
    guard trained > 0, !totals.isEmpty else { return nil }
    let mean = Double(totals.values.reduce(0, +)) / Double(totals.count)
    let open = totals.reduce(0.0) { sum, entry in
      ended.contains(entry.key) ? sum : sum + Double(entry.value - (steps[entry.key] ?? 0))
    }
    let unseen = max(0, trials - done - totals.keys.filter { !ended.contains($0) }.count)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return seconds / Double(trained) * (open + mean * Double(unseen))
  }

  /// One line with a bar, for a terminal so wide.
  func bar(columns: Int) -> String {
    var parts = [counter]
    if let best, let metric {
      parts.append("best \(metric) \(NumberText.fixed(Double(best.value), 4)): \(best.title)")
    }
    if let secondsLeft { parts.append("\(NumberText.duration(secondsLeft)) left") }
    let room = min(max(columns - 60, 10), 40)
    let full = trials == 0 ? room : room * done / trials
    return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: room - full)
      + "] " + parts.joined(separator: "  ")
  }
}
