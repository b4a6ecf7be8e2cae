import ModelSpec
import Runner

/// The JSON of `plan`: `trials`, `diagnostics`.
enum TrialsJSON {
  /// A spec whose trials can be trained.
  static func text(_ plan: TrialPlan) -> String {
    let trials = plan.trials.map { trial in
      JSONOutput.object(
        [("id", JSONOutput.text(trial.id))] + members(trial.configuration) + [
          ("memory_bytes", JSONOutput.text(trial.memoryBytes)),
          ("steps", JSONOutput.text(trial.steps)), ("seconds", JSONOutput.text(trial.seconds)),
          ("same", array(trial.others.map { JSONOutput.object(members($0)) })),
        ])
    }
    let remarks =
      plan.expansion.base.warnings.map { RemarkJSON($0) }
      + plan.warnings.map { RemarkJSON("warning", $0) }
    return text(trials: trials, remarks)
  }

  /// A spec that is wrong.
  static func text(_ error: any Error) -> String {
    text(trials: [], RemarkJSON.all(of: error))
  }

  private static func text(trials: [String], _ remarks: [RemarkJSON]) -> String {
    JSONOutput.object([("trials", array(trials)), ("diagnostics", JSONOutput.text(remarks))])
  }

  private static func members(_ configuration: Configuration) -> [(name: String, json: String)] {
    let changes = configuration.changes.map { (name: $0.path, json: $0.value.canonical) }
    return [
      ("name", JSONOutput.text(configuration.name)), ("changes", JSONOutput.object(changes)),
      ("seed", "\(configuration.spec.seed)"),
    ]
  }

  private static func array(_ items: [String]) -> String {
    "[\(items.joined(separator: ","))]"
  }
}
