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

  @Option(help: ArgumentHelp("Where the runs are.", valueName: "dir"))
  var runs = "runs"

  @Option(help: "How results are printed.")
  var format = CommonOptions.Format.text

  func run() throws {
    let difference = try RunDifference(
      RunLocator.find(first, runs: runs), RunLocator.find(second, runs: runs))
    switch format {
    case .text: Output.line(RunDifferenceText(difference: difference).text)
    case .json: Output.line(difference.json.canonical)
    }
  }
}
