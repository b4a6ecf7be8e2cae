import ArgumentParser
import Glibc
import ModelSpec
import Runner

/// Trains a spec, or all trials of its sweep.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a spec, or run its sweep; goes on where it stopped. The default command.",
    discussion: """
      Exit codes: 0 done, or done before; 1 diverged or collapsed, or a trial did or failed; \
      64 usage; 65 bad spec or data; 66 no such input; 70 a defect; 73 can't write; 74 I/O error; \
      75 another process is at it; 128 + signal after SIGINT, SIGTERM or SIGHUP, with a checkpoint \
      written.
      """)

  @OptionGroup var target: SpecArguments
  @OptionGroup var common: CommonOptions

  @Flag(help: "Throw away what the run or the sweep has, and train from the start.")
  var restart = false

  @OptionGroup(title: "Sweep options") var sweeping: SweepingOptions

  func run() throws {
    guard !sweeping.frozen else { return try runFrozen() }
    let expansion = try target.expansion()
    if expansion.kind == .single {
      try sweeping.refuse()
      try train(try Experiment(path: target.spec, spec: expansion.base))
    } else {
      try run(expansion)
    }
  }

  private func train(_ experiment: Experiment) throws {
    let machine = try common.machine()
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
      ResultText(result: result, report: report).print(common.format)
      if result.status != .finished { throw ExitCode(ExitStatus.failedRun) }
    case .stopped(let signal, let step):
      Output.errorLine(
        "gan-run: stopped after step \(step), checkpoint written; the same command goes on")
      throw ExitCode(ExitStatus.stopped(by: signal))
    case .paused: break
    }
  }

  /// Whatever the spec says now, or doesn't.
  private func runFrozen() throws {
    let (folder, lock) = try SweepLocator.begun(
      by: target.spec, overrides: target.overrides, runs: common.runs)
    try run(Sweep(frozen: lock, in: folder, options: sweepOptions()))
  }

  private func run(_ expansion: Expansion) throws {
    try run(
      Sweep(
        expansion, spec: target.spec, overrides: target.overrides, options: sweepOptions()))
  }

  private func sweepOptions() throws -> SweepOptions {
    try sweeping.options(
      common, restart: restart, arguments: Array(CommandLine.arguments.dropFirst()))
  }

  private func run(_ sweep: Sweep) throws {
    let metric = sweep.metric
    let progress = SweepProgress(sweep.lock, metric: metric, quiet: common.quiet)
    defer { progress.finish() }
    let outcome = try sweep.run(report: progress.show)
    progress.finish()
    SweepText(sweep: sweep, outcome: outcome, metric: metric).print(common.format)
    switch outcome.early {
    case .signal(let signal):
      Output.errorLine("gan-run: stopped, checkpoints written; the same command goes on")
      throw ExitCode(ExitStatus.stopped(by: signal))
    case .failures(let count):
      Output.errorLine("gan-run: ended after \(count) failed; '--retry-failed' tries them again")
      throw ExitCode(ExitStatus.failedRun)
    case nil:
      if !outcome.allEndedWell { throw ExitCode(ExitStatus.failedRun) }
    }
  }
}

/// What is said of how a sweep is run.
struct SweepingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Trials to train at a time, which share the cores.", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Take up what the spec says now; finished trials stay.")
  var update = false

  @Flag(help: "Finish what the sweep began with, whatever the spec says now.")
  var frozen = false

  @Flag(help: "Try trials again that failed.")
  var retryFailed = false

  @Flag(help: "Stop when a trial fails; those in training leave checkpoints.")
  var failFast = false

  @Option(
    help: ArgumentHelp("Stop when more than n trials fail, as --fail-fast does.", valueName: "n"))
  var maxFailures: Int?

  mutating func validate() throws {
    if let jobs, !(1...256).contains(jobs) {
      throw ValidationError("--jobs takes 1 to 256, not \(jobs)")
    }
    if let maxFailures, maxFailures < 0 {
      throw ValidationError("--max-failures takes 0 or more, not \(maxFailures)")
    }
    if update && frozen { throw ValidationError("--update and --frozen exclude each other") }
    if failFast && maxFailures != nil {
      throw ValidationError("--fail-fast and --max-failures exclude each other")
    }
  }

  /// Refuses all of them for a spec that is one training.
  func refuse() throws {
    let given = [
      ("--jobs", jobs != nil), ("--update", update), ("--frozen", frozen),
      ("--retry-failed", retryFailed), ("--fail-fast", failFast),
      ("--max-failures", maxFailures != nil),
    ].filter(\.1)
    if let first = given.first {
      throw ValidationError("\(first.0) is for a sweep or an ablation, and this spec is neither")
    }
  }

  func options(
    _ common: CommonOptions, restart: Bool, arguments: [String]
  ) throws -> SweepOptions {
    let jobs = jobs ?? 1
    let all = try common.machine()
    let machine = try Machine(
      threads: common.threads ?? max(1, all.threads / jobs), simd: common.simd.rawValue)
    return SweepOptions(
      runs: common.runs, jobs: jobs, machine: machine,
      updates: update, restart: restart,
      retriesFailed: retryFailed, maxFailures: failFast ? 0 : maxFailures, arguments: arguments)
  }
}
