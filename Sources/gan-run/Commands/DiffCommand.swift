import ArgumentParser
import ModelSpec
import Runner

/// Shows what differs between two runs.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs between two runs: spec, origin, values, and from which step on.",
    discussion: "Runs are given as in 'sample'.")

  @Argument(help: ArgumentHelp("A run.", valueName: "run"))
  var first: String

  @Argument(help: ArgumentHelp("Another one.", valueName: "run"))
  var second: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let difference = try RunDifference(
      RunLocator.find(first, runs: common.runs), RunLocator.find(second, runs: common.runs))
    switch common.format {
    case .text: Output.line(RunDifferenceText(difference: difference).text)
    case .json: Output.line(difference.json.canonical)
    }
  }
}
