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
      for (number, state) in done { status.ended(number, state, title: trials[number].title) }
      note(
        "running '\(name)': \(trials.count) trials"
          + (done.isEmpty ? "" : ", \(done.count) of them done"))
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
    case .trialEvaluating(let number, let step, let total):
      lines[number] = ProgressLine.evaluating(
        name: lock.trials[number].title, step: step, total: total)
      // Nothing else may come for a while.
      lastDrawn = .now - .seconds(1)
    case .trialEvaluated:
      break
    case .trialLeft(let number, let state):
      lines[number] = nil
      left(number, state)
    case .trialDied(let number, let reason, let isTriedAgain):
      lines[number] = nil
      if !isTriedAgain { status.ended(number, nil, title: lock.trials[number].title) }
      clear()
      Output.errorLine(
        "gan-run: warning of \(lock.trials[number].title): \(reason); "
          + (isTriedAgain ? "it is tried once more" : "it has failed"))
    case .decided(let step, let goingOn, let stopped):
      for number in stopped { status.ended(number, nil, title: lock.trials[number].title) }
      note("after step \(step): \(goingOn) of \(goingOn + stopped.count) trials go on")
    }
    draw()
  }

  /// Leaves the terminal as text wants it.
  func finish() {
    clear()
  }

  private func left(_ number: Int, _ state: TrialState) {
    switch state {
    case .final, .failed, .stopped: status.ended(number, state, title: lock.trials[number].title)
    case .running, .interrupted, .new: break
    }
    let value = metric.flatMap { name in
      state.metrics[name].map { "  \(name) \(NumberText.fixed(Double($0), 4))" }
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
