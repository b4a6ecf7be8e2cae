import Datasets
import Kernels
import Metrics
import ModelSpec

/// A training of a recorded trial in a folder that goes afterwards, compared as it goes.
final class Replay {
  /// The steps whose weights were compared, and are the same.
  private(set) var same: [Int] = []
  /// Whether metrics were compared.
  private(set) var comparedMetrics = false
  /// What isn't as it is recorded.
  private(set) var differences: [ResultDifference] = []

  private let trial: ResultRecord.Trial
  /// How metrics were made, by the record.
  private let methods: [String: Evaluation.Method]
  private let session: EngineSession
  private let settings: TrainerSettings
  private let identity: RunIdentity
  private let machine: Machine
  /// The last step that is compared.
  private let last: Int
  private var isOver = false

  init(
    _ trial: ResultRecord.Trial, made: [String: Evaluation.Method]?, of spec: Spec,
    _ images: Dataset, identity: RunIdentity, steps: Int?, machine: Machine
  ) throws {
    self.trial = trial
    methods = (made ?? [:]).without(seed: trial.seed)
    self.identity = identity
    self.machine = machine
    last = min(steps ?? .max, trial.lastStep)
    session = try EngineSession(
      spec, batches: try BatchLoader(images, spec: spec), machine: machine,
      evaluator: try Evaluator(spec, data: images, threads: machine.threads))
    var settings = TrainerSettings(spec)
    // Nobody looks at these.
    settings.samplesEvery = .max
    settings.samplesCount = 1
    if case .everyAndLast = settings.evaluation { settings.evaluation = .everyAndLast(nil) }
    settings.until = last
    self.settings = settings
  }

  /// Trains to the first difference or the last step; false where a signal came in between.
  func run(report: @escaping (TrainingEvent) -> Void) throws -> Bool {
    let scratch = try ScratchFolder()
    let folder = RunFolder(path: "\(scratch.path)/run")
    let writer = try RunWriter(
      folder, identity: identity, spec: [], resolved: [],
      attempt: .init(
        threads: machine.threads, simd: machine.instructionSet.rawValue, tree: .unknown,
        arguments: []))
    StopSignal.listen()
    let trainer = Trainer(
      session: session, settings: settings,
      stop: { StopSignal.pending ?? (self.isOver ? 0 : nil) },
      report: { event in
        report(self.shown(event))
        if case .step(let step, _, _, _) = event { self.look(folder, after: step) }
      })
    let outcome = try trainer.train(writer)
    if case .stopped(let signal, _) = outcome, signal != 0 { return false }
    compareWeights(try WeightsLog(folder))
    // After other weights, all else differs.
    return try !differences.isEmpty || compareEnd(outcome)
  }

  /// An event, as of a training that ends after the last step that is compared.
  private func shown(_ event: TrainingEvent) -> TrainingEvent {
    switch event {
    case .began(let step, let total): .began(step: step, of: min(total, last))
    case .step(let step, let total, let scalars, let pace):
      .step(
        step, of: min(total, last), scalars,
        Pace(
          secondsPerStep: pace.secondsPerStep, imagesPerSecond: pace.imagesPerSecond,
          secondsLeft: pace.secondsPerStep * Double(max(0, min(total, last) - step))))
    default: event
    }
  }

  /// Ends the training after the first step that differs.
  private func look(_ folder: RunFolder, after step: Int) {
    guard let recorded = trial.weights[step],
      let line = try? folder.lastMetrics(), line.step == step
    else { return }
    isOver = isOver || line.weights != recorded
  }

  private func compareWeights(_ log: WeightsLog) {
    let now = log.weights(upTo: last, isEnd: last == trial.lastStep && trial.stopped == nil)
    for step in Set(now.keys).union(trial.weights.keys.filter { $0 <= last }).sorted() {
      let recorded = trial.weights[step]
      guard recorded == now[step], recorded != nil else {
        differences.append(.weights(step: step, recorded: recorded, now: now[step]))
        return
      }
      same.append(step)
    }
  }

  /// Compares how it ended, and what was measured there; false where a signal came in between.
  private func compareEnd(_ outcome: TrainingOutcome) throws -> Bool {
    guard last == trial.lastStep else { return true }
    if let stopped = trial.stopped {
      guard let recorded = stopped.value else { return true }
      guard let now = try session.evaluate() else { return false }
      comparedMetrics = true
      compare(stopped.metric, Double(recorded).rounded(toDigits: 6), now.values[stopped.metric])
      return true
    }
    guard case .final(let result) = outcome else {
      differences.append(.status(recorded: trial.status.rawValue, now: "not at its end"))
      return true
    }
    if result.status.rawValue != trial.status.rawValue {
      differences.append(
        .status(recorded: trial.status.rawValue, now: result.status.rawValue))
    }
    comparedMetrics = true
    for name in Set(result.metrics.keys).union(trial.metrics.keys).sorted() {
      compare(name, trial.metrics[name], result.metrics[name])
    }
    let now = (result.made ?? [:]).without(seed: trial.seed)
    for name in now.keys.sorted() where !Evaluation.isSame(now[name], methods[name]) {
      differences.append(.method(metric: name))
    }
    return true
  }

  private func compare(_ name: String, _ recorded: Double?, _ now: Float?) {
    let now = now.map { Double($0).rounded(toDigits: 6) }
    let isSame = recorded == now || (recorded?.isNaN ?? false) && (now?.isNaN ?? false)
    if !isSame { differences.append(.metric(name: name, recorded: recorded, now: now)) }
  }
}
