import ArgumentParser
import ModelSpec
import Runner

/// Trains recorded trials again, and compares.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Train what a record holds again, and compare the weights at each recorded step.",
    discussion: """
      It trains in a folder that goes afterwards; runs are neither used nor changed. Where a trial is \
      trained to its end, its metrics are compared, too. Exit code 1 where something differs.
      """)

  @Argument(
    help: "The record: a file that 'gan-run record' wrote.",
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp(
      "A trial to verify, by its id or name; can be given again. All if not given.",
      valueName: "id|name"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Steps to train at most.", valueName: "n"))
  var steps: Int?

  mutating func validate() throws {
    if let steps, steps < 1 {
      throw ValidationError("--steps takes 1 or more, not \(steps)")
    }
  }

  func run() throws {
    let machine = try common.machine()
    var verifier = try Verifier(file)
    let trials = try verifier.trials(only)
    var verdicts: [TrialVerdict] = []
    for (number, trial) in trials.enumerated() {
      let progress = Progress(name: trial.name, logEvery: 10, quiet: common.quiet)
      defer { progress.finish() }
      progress.note("trial \(number + 1) of \(trials.count): \(trial.name), seed \(trial.seed)")
      let verdict = try verifier.verify(
        trial, steps: steps, machine: machine, report: progress.show)
      progress.finish()
      guard let verdict else {
        throw ExitCode(ExitStatus.stopped(by: StopSignal.pending ?? 0))
      }
      verdicts.append(verdict)
      if common.format == .text { Output.line(VerdictText(verdict).text) }
    }
    switch common.format {
    case .json: JSONOutput.print(verdicts.map(VerdictText.init))
    case .text where verdicts.count > 1:
      Output.line("\(verdicts.count(where: \.isSame)) of \(verdicts.count) trials are the same")
    case .text: break
    }
    guard verdicts.allSatisfy(\.isSame) else { throw ExitCode(ExitStatus.failedRun) }
  }
}
