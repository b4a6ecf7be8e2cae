import ModelSpec
import Runner

/// Shows a training on the error stream: a bar that is redrawn, or lines.
final class Progress {
  private let name: String
  private let logEvery: Int
  private let quiet: Bool
  private let onTerminal = Output.terminalColumns != nil
  private var lastShown: ContinuousClock.Instant?
  private var barIsDrawn = false

  init(name: String, logEvery: Int, quiet: Bool) {
    self.name = name
    self.logEvery = logEvery
    self.quiet = quiet
  }

  /// Shows what happened.
  func show(_ event: TrainingEvent) {
    switch event {
    case .dataWarning(let problem):
      warn(problem)
    case .ignoredCheckpoint(let problem):
      warn(problem)
    case .foundBeginning(let run, let step):
      note("'\(run.path)' is the same but for its length; its \(step) steps are taken over")
    case .began(0, let total):
      note("training '\(name)': \(total) steps")
    case .began(let step, let total):
      note("going on with '\(name)' after step \(step) of \(total)")
    case .step(let step, let total, let scalars, let pace):
      let line = ProgressLine(name: name, step: step, total: total, scalars: scalars, pace: pace)
      draw(line)
    case .evaluating(let step, let total):
      guard !quiet, onTerminal else { return }
      let line = ProgressLine.evaluating(name: name, step: step, total: total)
      Output.error("\r\(line)\u{1B}[K")
      barIsDrawn = true
    case .evaluated(let step, let total, let evaluation):
      note(EvaluationText(step: step, total: total, evaluation: evaluation).plain)
    case .diagnosed(let diagnosis):
      warn(diagnosis)
    case .notEvaluated(let problem):
      warn(problem)
    case .searchingDivergence(let step):
      note("step \(step) diverged; looking for where in it")
    }
  }

  /// Prints a note that isn't a result.
  func note(_ text: String) {
    guard !quiet else { return }
    clear()
    Output.errorLine(text)
  }

  /// Prints a warning, even where it is to be quiet.
  func warn(_ problem: any Problem) {
    clear()
    Output.errorLine(ErrorReport.text("warning", problem))
  }

  /// Leaves the terminal as text wants it.
  func finish() {
    if barIsDrawn { Output.error("\n") }
    barIsDrawn = false
  }

  private func draw(_ line: ProgressLine) {
    guard !quiet else { return }
    let isLast = line.step == line.total
    if onTerminal {
      guard isLast || isDue(after: .milliseconds(100)) else { return }
      Output.error("\r" + line.bar(columns: Output.terminalColumns ?? 80) + "\u{1B}[K")
      barIsDrawn = true
    } else if isLast || line.step == 1 || line.step % logEvery == 0 {
      guard isLast || isDue(after: .seconds(2)) else { return }
      Output.errorLine(line.plain)
    } else {
      return
    }
    lastShown = .now
  }

  private func isDue(after pause: Duration) -> Bool {
    lastShown.map { .now - $0 >= pause } ?? true
  }

  private func clear() {
    if barIsDrawn { Output.error("\r\u{1B}[K") }
    barIsDrawn = false
  }
}
