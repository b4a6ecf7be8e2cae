import Metrics
import ModelSpec

extension Experiment {
  /// Evaluates a finished run, at its last checkpoint, by the metrics that it lacks.
  ///
  /// They go into the result alone, which is replaced as a whole: a kill loses or doubles nothing.
  func addMetrics(
    of evaluator: Evaluator, to run: consuming RunWriter, machine: Machine,
    report: (TrainingEvent) -> Void
  ) throws -> TrainingOutcome {
    StopSignal.listen()
    var run = run
    // Under the lock: another process may have changed it since it was looked at.
    guard var result = try run.folder.readResult() else {
      throw RunError.damagedRecord(path: run.folder.result)
    }
    let (newest, problems) = try run.newestCheckpoint()
    for problem in problems { report(.ignoredCheckpoint(problem)) }
    guard let checkpoint = newest, checkpoint.step == result.steps else {
      report(.notEvaluated(.noLastCheckpoint(run: run.folder.path)))
      return .final(result)
    }
    let sampler = try ImageSampler(spec, machine: machine)
    try sampler.load(checkpoint.state)
    let missing = result.missing(of: evaluator.methods)
    guard let evaluation = try evaluator.evaluate(sampler, only: missing) else {
      let step = result.steps
      try run.record { $0.close("stopped", step: step) }
      return .stopped(signal: StopSignal.pending ?? 0, step: step)
    }
    result.add(evaluation)
    try run.write(result)
    let (step, status) = (result.steps, result.status)
    try run.record {
      $0.firstStep = step
      $0.close(status.rawValue, step: step)
    }
    report(.evaluated(step: step, of: step, evaluation))
    return .final(result)
  }
}

extension RunResult {
  /// The metrics that it doesn't have, or has by another method.
  ///
  /// A run that diverged has nothing to measure, and one of another arithmetic nothing to add to.
  func missing(of methods: [String: Evaluation.Method]) -> Set<String> {
    guard status != .diverged, arithmetic == RunIdentity.arithmetic else { return [] }
    return Set(methods.filter { !Evaluation.isSame(made?[$0.key], $0.value) }.keys)
  }
}

extension Evaluation {
  /// Whether two methods, of which there may be none, are the same one.
  static func isSame(_ one: Method?, _ other: Method?) -> Bool {
    // As text: what was read back may spell a number otherwise.
    JSONText.line(one) == JSONText.line(other)
  }
}
