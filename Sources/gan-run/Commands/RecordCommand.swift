import ArgumentParser
import Runner

/// Records what a sweep came to.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Write what a sweep or an ablation came to into a file for version control.",
    discussion: """
      It writes results/NAME.yaml beside the spec, or into the folder of --out, and the comparison \
      beside it as NAME.md. Equal results make equal bytes, on any machine. A sweep with trials that have no outcome yet is refused; those \
      that failed or were stopped stand in it as such.
      """)

  @Argument(help: "The sweep: its name, its folder, or its spec.")
  var sweep: String

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("The folder for the file.", valueName: "dir"))
  var out: String?

  func run() throws {
    let recorder = try Recorder(sweep, runs: common.runs, out: out)
    for warning in recorder.warnings { Output.errorLine(ErrorReport.text("warning", warning)) }
    switch common.format {
    case .text: for path in recorder.paths { Output.line(path) }
    case .json: JSONOutput.print(recorder.paths)
    }
  }
}
