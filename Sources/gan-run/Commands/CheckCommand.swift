import ArgumentParser
import Glibc
import ModelSpec
import Runner

/// Looks at specs without training.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validate specs; show layers, shapes, parameters, FLOPs and memory.")

  @Argument(
    help: ArgumentHelp("Specs, and changes to all of them.", valueName: "spec"),
    completion: .file(extensions: ["yaml", "yml"]))
  var words: [String]

  @OptionGroup var common: CommonOptions

  @Flag(help: "Time a few steps and estimate how long the training takes.")
  var time = false

  @Flag(help: "Show what a step is compiled to: its kernels in order, and their tasks.")
  var plan = false

  mutating func validate() throws {
    if words.allSatisfy(Override.isOne) { throw ValidationError("a spec is due") }
  }

  func run() throws {
    let machine = try common.machine()
    let overrides = words.filter(Override.isOne)
    let paths = words.filter { !Override.isOne($0) }
    var results: [String] = []
    var status: Int32 = 0
    var isFirst = true
    for path in paths {
      do {
        let expansion = try Experiment.expansion(path: path, overrides: overrides)
        let experiment = try Experiment(path: path, spec: expansion.base)
        let report = try CheckReport(experiment)
        let measured =
          try time ? Measurement(experiment.spec, steps: 3, machine: machine) : nil
        if !isFirst && common.format == .text { Output.line("") }
        isFirst = false
        results.append(show(report, path, measured))
      } catch {
        guard let wrong = ErrorReport(error) else { throw error }
        Output.errorLine(wrong.text)
        status = max(status, wrong.status)
        results.append(CheckJSON.text(error))
      }
    }
    if common.format == .json {
      Output.line(results.count == 1 ? results[0] : "[\(results.joined(separator: ","))]")
    }
    if status != 0 { throw ExitCode(status) }
  }

  /// Prints a report, or gives it as JSON for later.
  private func show(_ report: CheckReport, _ path: String, _ measured: Measurement?) -> String {
    if !report.spec.warnings.isEmpty {
      Output.errorLine(ErrorReport.text(report.spec.warnings, report.spec.sources))
    }
    for warning in report.warnings { Output.errorLine(ErrorReport.text("warning", warning)) }
    guard common.format == .text else { return CheckJSON.text(report, measured, showsPlan: plan) }
    Output.line(CheckText(report: report, path: path, measured: measured).text)
    if plan { Output.line("\n" + report.plan.text) }
    return ""
  }
}
