import ArgumentParser
import Runner

/// Lists runs.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List all runs, those of a sweep together; the newest first.")

  @OptionGroup var common: CommonOptions

  func run() throws {
    let list = try RunList(runs: common.runs)
    for problem in list.problems { Output.errorLine(ErrorReport.text("warning", problem)) }
    switch common.format {
    case .text: Output.line(RunListText(list: list).text)
    case .json: JSONOutput.print(RunListJSON(list))
    }
  }
}
