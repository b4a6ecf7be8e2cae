import ModelSpec
import Runner

/// What is printed of a run that has come to its end.
struct ResultText {
  let result: RunResult
  let report: TrainingReport

  func print(_ format: CommonOptions.Format) {
    if result.arithmetic != RunIdentity.arithmetic {
      let problem = RunError.otherArithmetic(
        run: report.folder.path, theirs: result.arithmetic, ours: RunIdentity.arithmetic,
        finished: true)
      Output.errorLine(ErrorReport.text("warning", problem))
    }
    guard format == .text else {
      return Output.line(
        JSONOutput.object([
          ("run", JSONOutput.text(report.folder.path)), ("done_before", "\(report.wasDone)"),
          ("result", JSONOutput.text(result)),
        ]))
    }
    Output.line(outcome)
    Output.line("weights  \(result.digests.weights)")
    Output.line("run      \(report.folder.path)")
  }

  private var outcome: String {
    let before = report.wasDone ? " before" : ""
    switch result.status {
    case .finished:
      return "finished\(before): \(result.steps) steps"
    case .diverged:
      return "diverged\(before): "
        + (result.divergence?.diagnosis.message ?? "in step \(result.steps)")
    case .collapsed:
      let symptom = result.collapse?.symptom.rawValue
      return "collapsed\(before): \(result.steps) steps, "
        + (result.diagnoses?.first { $0.name == symptom }?.message ?? "by `stop_when`")
    }
  }
}
