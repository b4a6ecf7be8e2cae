import ArgumentParser
import Runner

/// Lists runs.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List all runs, those of a sweep together; the newest first.")

  @Option(help: ArgumentHelp("Where the runs are.", valueName: "dir"))
  var runs = "runs"

  @Option(help: "How results are printed.")
  var format = CommonOptions.Format.text

  func run() throws {
    let list = try RunList(runs: runs)
    for problem in list.problems { Output.errorLine(ErrorReport.text("warning", problem)) }
    switch format {
    case .text: Output.line(RunListText(list: list).text)
    case .json: JSONOutput.print(RunListJSON(list))
    }
  }
}
