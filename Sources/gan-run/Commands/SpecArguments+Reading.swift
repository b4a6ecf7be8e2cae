import ModelSpec
import Runner

extension SpecArguments {
  /// The spec, read and checked; its warnings are printed.
  func experiment() throws -> Experiment {
    let experiment = try Experiment(path: spec, overrides: overrides)
    Self.show(experiment.spec.warnings, of: experiment.spec)
    return experiment
  }

  /// The spec with all its configurations, read and checked; its warnings are printed.
  func expansion() throws -> Expansion {
    let expansion = try Experiment.expansion(path: spec, overrides: overrides)
    Self.show(expansion.base.warnings, of: expansion.base)
    return expansion
  }

  private static func show(_ warnings: [Diagnostic], of spec: Spec) {
    guard !warnings.isEmpty else { return }
    Output.errorLine(ErrorReport.text(warnings, spec.sources))
  }
}
