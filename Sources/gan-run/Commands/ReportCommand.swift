import ArgumentParser
import Runner

/// Makes a page about a run or a sweep.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a page about a run or a sweep: one HTML file that needs no network.",
    discussion: """
      A sweep or an ablation is given by its name, its folder or its spec; a run by its path, the \
      start of its id, its name or its spec (the newest run of it). Either may still be at work.
      """)

  @Argument(help: ArgumentHelp("The run or the sweep.", valueName: "run-or-sweep"))
  var subject: String

  @Option(help: ArgumentHelp("The file to write.", valueName: "file"))
  var out = "report.html"

  @OptionGroup var common: CommonOptions

  func run() throws {
    try WholeFile.write(Report.html(.find(subject, runs: common.runs)), to: out)
    switch common.format {
    case .text: Output.line(out)
    case .json: JSONOutput.print([out])
    }
  }
}
