import ArgumentParser
import Glibc
import Runner

/// The command line of gan-run, which parses, calls and shows but decides nothing.
@main
struct GanRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gan-run",
    abstract: "Trains the generative adversarial network that one file describes.",
    usage: """
      gan-run <spec> [<key=value> ...] [<options>]
      gan-run <subcommand> ...
      """,
    discussion: """
      The same spec again finds its run: finished, it says so; interrupted, it goes on. \
      'gan-run help train' lists the options of training.
      """,
    version: Host.version,
    subcommands: [
      TrainCommand.self, CheckCommand.self, TraceCommand.self, BenchCommand.self,
      SampleCommand.self, PlanCommand.self, TrialCommand.self, ListCommand.self,
      CompareCommand.self, DiffCommand.self, RecordCommand.self, VerifyCommand.self,
      CleanCommand.self, ReportCommand.self,
    ],
    defaultSubcommand: TrainCommand.self)

  static func main() {
    Output.open()
    // What they would kill for comes back as an error of the call, or as a code of it.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
      if let code = Output.lossOfResults {
        throw RunError.file(.write, path: "standard output", code: code)
      }
    } catch {
      guard let report = ErrorReport(error) else { exit(withError: error) }
      Output.errorLine(report.text)
      Glibc.exit(report.status)
    }
  }
}
