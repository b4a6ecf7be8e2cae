import ArgumentParser
import Glibc
import ModelSpec
import Runner

/// Trains a spec.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a spec; goes on where it stopped. The default command.",
    discussion: """
      Exit codes: 0 done, or done before; 1 diverged; 64 usage; 65 bad spec or data; 66 no such \
      input; 70 a defect; 73 can't write; 74 I/O error; 75 another process is at it; 128 + signal \
      after SIGINT, SIGTERM or SIGHUP, with a checkpoint written.
      """)

  @OptionGroup var target: SpecArguments
  @OptionGroup var common: CommonOptions

  @Flag(help: "Throw away what the run has, and train it from the start.")
  var restart = false

  func run() throws {
    let machine = try common.machine()
    let experiment = try target.onlyExperiment()
    let progress = Progress(
      name: experiment.spec.name, logEvery: experiment.spec.logEvery, quiet: common.quiet)
    defer { progress.finish() }
    let report = try experiment.train(
      TrainingOptions(
        runs: common.runs, machine: machine, restart: restart,
        arguments: Array(CommandLine.arguments.dropFirst())),
      report: progress.show)
    progress.finish()
    switch report.outcome {
    case .final(let result):
      show(result, report)
      if result.status != .finished { throw ExitCode(ExitStatus.failedRun) }
    case .stopped(let signal, let step):
      Output.errorLine(
        "gan-run: stopped after step \(step), checkpoint written; the same command goes on")
      throw ExitCode(ExitStatus.stopped(by: signal))
    }
  }

  private func show(_ result: RunResult, _ report: TrainingReport) {
    if result.arithmetic != RunIdentity.arithmetic {
      let problem = RunError.otherArithmetic(
        run: report.folder.path, theirs: result.arithmetic, ours: RunIdentity.arithmetic,
        finished: true)
      Output.errorLine(ErrorReport.text("warning", problem))
    }
    guard common.format == .text else {
      Output.line(
        JSONOutput.object([
          ("run", JSONOutput.text(report.folder.path)), ("done_before", "\(report.wasDone)"),
          ("result", JSONOutput.text(result)),
        ]))
      return
    }
    switch result.status {
    case .finished:
      Output.line("\(report.wasDone ? "finished before" : "finished"): \(result.steps) steps")
    case .diverged:
      let place = result.divergence
      Output.line(
        "\(report.wasDone ? "diverged before" : "diverged"): in step \(result.steps), "
          + "'\(place?.tensor ?? "?")' is no finite number"
          + (place?.operation.map { "; the first operation to go wrong: \($0)" } ?? ""))
    }
    Output.line("weights  \(result.digests.weights)")
    Output.line("run      \(report.folder.path)")
  }
}

extension SpecArguments {
  /// The spec, read and checked; its warnings are printed.
  func experiment() throws -> Experiment {
    let experiment = try Experiment(path: spec, overrides: overrides)
    Self.show(experiment.spec.warnings, of: experiment.spec)
    return experiment
  }

  /// The spec, which must not stand for many, read and checked; its warnings are printed.
  func onlyExperiment() throws -> Experiment {
    let expansion = try expansion()
    guard expansion.kind == .single else {
      throw RunError.manyConfigurations(variation: expansion.kind.rawValue)
    }
    return try Experiment(path: spec, spec: expansion.base)
  }

  /// The spec with all its configurations, read and checked; its warnings are printed.
  func expansion() throws -> Expansion {
    let expansion = try Experiment.expansion(path: spec, overrides: overrides)
    Self.show(expansion.base.warnings, of: expansion.base)
    return expansion
  }

  private static func show(_ warnings: [Diagnostic], of spec: Spec) {
    guard !warnings.isEmpty else { return }
    Output.errorLine(ErrorReport.text(warnings, spec.sources))
  }
}
