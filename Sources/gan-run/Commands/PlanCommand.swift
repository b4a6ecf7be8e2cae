import ArgumentParser
import ModelSpec
import Runner

/// Shows the configurations of a sweep or an ablation.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show the configurations of a sweep or an ablation, each checked; nothing is run.")

  @OptionGroup var target: SpecArguments
  @OptionGroup var common: CommonOptions

  @Flag(help: "Time a few steps of each shape and estimate how long the trials take.")
  var time = false

  func run() throws {
    let machine = try common.machine()
    do {
      let plan = try TrialPlan(target.expansion(), timedOn: time ? machine : nil)
      for warning in plan.warnings { Output.errorLine(ErrorReport.text("warning", warning)) }
      switch common.format {
      case .text: Output.line(TrialsText(plan: plan, path: target.spec).text)
      case .json: Output.line(TrialsJSON.text(plan))
      }
    } catch {
      if common.format == .json { Output.line(TrialsJSON.text(error)) }
      throw error
    }
  }
}
