import Datasets
import Kernels
import Metrics
import ModelSpec

/// What a training does beside what its spec says.
public struct TrainingOptions: Sendable {
  /// The folder of all runs.
  public var runs: String
  /// What computes.
  public var machine: Machine
  /// Whether what is there is thrown away.
  public var restart: Bool
  /// The step after which it pauses with a checkpoint; nil for none before its end.
  public var until: Int?
  /// Steps after which the generator is evaluated, beside those of the spec.
  public var evaluatedSteps: Set<Int>
  /// The command line, for the record.
  public var arguments: [String]
  /// The repository around the spec; it is looked at where it isn't given.
  public var tree: WorkingTree?
  /// The id that the run must have; nil where any will do.
  var id: String?

  /// Makes options.
  public init(
    runs: String, machine: Machine, restart: Bool = false, until: Int? = nil,
    evaluatedSteps: Set<Int> = [], arguments: [String] = [], tree: WorkingTree? = nil
  ) {
    self.runs = runs
    self.machine = machine
    self.restart = restart
    self.until = until
    self.evaluatedSteps = evaluatedSteps
    self.arguments = arguments
    self.tree = tree
  }
}

/// What came of asking for a training.
public struct TrainingReport: Sendable {
  /// Where the run lies.
  public let folder: RunFolder
  /// How it ended.
  public let outcome: TrainingOutcome
  /// Whether it had ended before.
  public let wasDone: Bool
}

extension Experiment {
  /// Trains, or goes on where an earlier training stopped; a run that is done stays as it is.
  public func train(
    _ options: TrainingOptions, report: @escaping (TrainingEvent) -> Void
  ) throws -> TrainingReport {
    try checkGrid()
    let data = try Dataset.open(spec)
    for warning in data.warnings { report(.dataWarning(warning)) }
    let batches = try BatchLoader(data, spec: spec)
    let identity = identity(data)
    if let id = options.id, id != identity.id {
      throw RunError.otherTrial(id: id, found: identity.id)
    }
    let folder = RunFolder(runs: options.runs, identity: identity)
    let evaluator = try Evaluator(spec, data: data, threads: options.machine.threads)
    if !options.restart, let done = try folder.readResult() {
      let missing = done.missing(of: evaluator.methods)
      let outcome: TrainingOutcome =
        missing.isEmpty
        ? .final(done)
        : try addMetrics(
          of: evaluator, to: try writer(folder, identity, options), machine: options.machine,
          report: report)
      return TrainingReport(folder: folder, outcome: outcome, wasDone: true)
    }

    // Before anything is thrown away: there may be no memory for it.
    let session = try EngineSession(
      spec, batches: batches, machine: options.machine, evaluator: evaluator,
      real: ImageTraits(data, seed: spec.seed))
    var run = try writer(folder, identity, options)
    // Another process may have finished it between the first look and the lock.
    if let done = try Self.done(folder) { return done }
    StopSignal.listen()
    var settings = TrainerSettings(spec)
    settings.until = options.until
    settings.evaluatedSteps = options.evaluatedSteps
    if !options.restart,
      let found = try begin(
        &run, steps: session.totalSteps, settings: settings, methods: evaluator.methods)
    {
      report(found)
    }
    let trainer = Trainer(session: session, settings: settings, report: report)
    return TrainingReport(folder: folder, outcome: try trainer.train(run), wasDone: false)
  }

  private func writer(
    _ folder: RunFolder, _ identity: RunIdentity, _ options: TrainingOptions
  ) throws(RunError) -> RunWriter {
    try RunWriter(
      folder, identity: identity, spec: try text(),
      resolved: Array(
        spec.resolved(catalogue: MetricCatalogue.standard, relativeTo: folder.path).yaml.utf8),
      attempt: .init(
        threads: options.machine.threads, simd: options.machine.instructionSet.rawValue,
        tree: options.tree ?? WorkingTree(around: path), beginning: beginning,
        arguments: options.arguments),
      restart: options.restart)
  }

  /// The spec's text as it was read: the file may have changed since.
  private func text() throws(RunError) -> [UInt8] {
    if let text = spec.sources.texts[.file(path)] { return Array(text.utf8) }
    return try WholeFile.read(path)
  }

  private static func done(_ folder: RunFolder) throws(RunError) -> TrainingReport? {
    try folder.readResult().map {
      TrainingReport(folder: folder, outcome: .final($0), wasDone: true)
    }
  }
}
