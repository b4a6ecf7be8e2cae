import ModelSpec
import Runner

/// What is printed of a sweep that was run.
struct SweepText {
  let sweep: Sweep
  let outcome: SweepOutcome
  /// The metric that the table shows.
  let metric: String?

  func print(_ format: CommonOptions.Format) {
    Output.line(format == .json ? json : text)
  }

  private var text: String {
    var table = Table(
      ("id", .left), ("trial", .left), ("status", .left), ("steps", .right),
      (metric ?? "", .right))
    for (trial, state) in zip(sweep.lock.trials, outcome.states) {
      table.add(
        trial.id, trial.title, state.word, state.steps.map { "\($0)" } ?? "",
        metric.flatMap { state.metrics[$0] }.map { NumberText.fixed(Double($0), 4) } ?? "")
    }
    return """
      \(table.text)
      \(sweep.lock.kind.rawValue)  \(sweep.folder.path): \(counts)
      """
  }

  /// How many trials stand how.
  private var counts: String {
    TrialState.countsText(outcome.states.map(\.word))
  }

  private var json: String {
    let trials = zip(sweep.lock.trials, outcome.states).map { trial, state in
      JSONOutput.object([
        ("id", JSONOutput.text(trial.id)), ("name", JSONOutput.text(trial.name)),
        ("seed", "\(trial.seed)"), ("status", JSONOutput.text(state.word)),
        ("steps", JSONOutput.text(state.steps)),
        ("metrics", JSONOutput.text(state.metrics)),
      ])
    }
    return JSONOutput.object([
      ("sweep", JSONOutput.text(sweep.folder.path)),
      ("trials", "[\(trials.joined(separator: ","))]"),
    ])
  }
}
