/// The training loop: steps, and the records of them.
public struct Trainer {
  let session: any TrainingSession
  let settings: TrainerSettings
  let stop: () -> Int32?
  let report: (TrainingEvent) -> Void

  /// Makes a trainer.
  ///
  /// It asks `stop` after each step for a signal, and tells `report` what happens.
  public init(
    session: any TrainingSession, settings: TrainerSettings,
    stop: @escaping () -> Int32? = { StopSignal.pending },
    report: @escaping (TrainingEvent) -> Void = { _ in }
  ) {
    self.session = session
    self.settings = settings
    self.stop = stop
    self.report = report
  }

  /// Trains from where the run stands to its end, to the pause that is set, or to the signal.
  public func train(_ run: consuming RunWriter) throws -> TrainingOutcome {
    var run = run
    var step = 0
    do {
      let outcome = try train(&run, &step)
      try run.record { $0.close(outcome.word, step: step) }
      return outcome
    } catch {
      // What went wrong counts, not that it cannot be recorded.
      try? run.record { $0.close("failed", step: step) }
      throw error
    }
  }

  private func train(_ run: inout RunWriter, _ step: inout Int) throws -> TrainingOutcome {
    step = try begin(&run)
    var tracker = try tracker(run)
    var checkpointed = step
    var lastCheckpoint = ContinuousClock.now
    var watch = StepWatch(imagesPerStep: session.imagesPerStep)
    let total = session.totalSteps
    let end = min(total, settings.until ?? total)
    report(.began(step: step, of: total))
    if try !evaluateWhatIsOwed(run, step, isLast: step == total || tracker.end != nil) {
      return .stopped(signal: stop() ?? 0, step: step)
    }
    while step < end && tracker.end == nil {
      if let signal = stop() {
        if checkpointed < step || step == 0 { try writeCheckpoint(run, step) }
        return .stopped(signal: signal, step: step)
      }
      step += 1
      watch.begin()
      let scalars = try session.run(step: step)
      watch.end(dataWait: scalars.dataWait)
      // The weights are looked at after each step: which step went wrong mustn't hang on a clock.
      let wrong = try scalars.firstNonFinite ?? session.firstNonFiniteState()
      let signs = wrong == nil ? try signs(step: step, scalars) : nil
      let found = signs.map { tracker.add($0) } ?? []
      let last = step == total || wrong != nil || tracker.end != nil
      let lengths = try wrong.map { _ in try run.logLengths() }
      if last || settings.isLogDue(step: step) {
        try log(run, step, scalars, last: last)
        try run.timing.append(watch.line(step: step))
      }
      if let signs { try run.metrics.append(signs) }
      if let wrong {
        return try diverged(run, step, tensor: wrong, lengths: lengths ?? [:], tracker)
      }
      report(.step(step, of: total, scalars, watch.pace(stepsLeft: total - step)))
      for diagnosis in found { report(.diagnosed(diagnosis)) }
      if last || step % settings.samplesEvery == 0 { try writeSamples(run, step) }
      if settings.isEvaluationDue(step: step, isLast: last), try !evaluate(run, step) {
        try writeCheckpoint(run, step)
        return .stopped(signal: stop() ?? 0, step: step)
      }
      if step == end || last || settings.isCheckpointDue(step: step, since: lastCheckpoint) {
        try writeCheckpoint(run, step)
        checkpointed = step
        lastCheckpoint = .now
      }
    }
    guard step == total || tracker.end != nil else { return .paused(step: step) }
    return try close(run, tracker)
  }

  /// Goes to where the run stands.
  private func begin(_ run: inout RunWriter) throws -> Int {
    let (checkpoint, problems) = try run.resume()
    for problem in problems { report(.ignoredCheckpoint(problem)) }
    if let checkpoint {
      try session.restore(checkpoint.state, step: checkpoint.step)
      return checkpoint.step
    }
    try session.start()
    try writeSamples(run, 0)
    return 0
  }

  private func log(
    _ run: borrowing RunWriter, _ step: Int, _ scalars: StepScalars, last: Bool
  ) throws {
    let digest =
      last || DigestSchedule.contains(step) ? WeightsDigest.hex(try session.weights()) : nil
    try run.metrics.append(
      MetricsLine(
        step: step, epoch: (step - 1) / max(session.stepsPerEpoch, 1), scalars: scalars,
        weights: digest))
  }

  private func writeSamples(_ run: borrowing RunWriter, _ step: Int) throws {
    let images = try session.samples(count: settings.samplesCount)
    try WholeFile.write(SampleGrid.png(images), to: run.folder.sample(step: step))
  }

  /// Evaluates before the checkpoint of a step, or gives false where it has to stop before its end.
  private func evaluate(_ run: borrowing RunWriter, _ step: Int) throws -> Bool {
    report(.evaluating(step: step, of: session.totalSteps))
    guard let evaluation = try session.evaluate() else { return false }
    try run.metrics.append(EvaluationLine(step: step, evaluation))
    report(.evaluated(step: step, of: session.totalSteps, evaluation))
    return true
  }

  /// Makes up for the evaluation in which the run stopped, if it did.
  private func evaluateWhatIsOwed(
    _ run: borrowing RunWriter, _ step: Int, isLast: Bool
  ) throws -> Bool {
    guard step > 0, settings.isEvaluationDue(step: step, isLast: isLast),
      try run.folder.evaluation(step: step) == nil
    else { return true }
    guard try evaluate(run, step) else { return false }
    // The one of this step is older than the line.
    try writeCheckpoint(run, step)
    return true
  }

  private func writeCheckpoint(
    _ run: borrowing RunWriter, _ step: Int, lengths: [String: Int]? = nil
  ) throws {
    try run.write(
      step: step, session: session, lengths: lengths ?? run.logLengths(),
      keep: settings.checkpointsKeep ?? 2)
  }

  /// Replays from the last good checkpoint up to the step that went wrong, to find where in it.
  ///
  /// The state before that step stays as a checkpoint; `lengths` are those of the logs there.
  private func diverged(
    _ run: borrowing RunWriter, _ step: Int, tensor: String, lengths: [String: Int],
    _ tracker: DiagnosisTracker
  ) throws -> TrainingOutcome {
    report(.searchingDivergence(step: step))
    let start = try run.newestCheckpoint(before: step).checkpoint
    let first = start?.step ?? 0
    if let start {
      try session.restore(start.state, step: first)
    } else {
      try session.start()
      try writeCheckpoint(run, 0, lengths: lengths.mapValues { _ in 0 })
    }
    for replayed in first + 1..<step {
      if let signal = stop() { return .stopped(signal: signal, step: first) }
      _ = try session.run(step: replayed)
    }
    if first < step - 1 { try writeCheckpoint(run, step - 1, lengths: lengths) }
    let operation = try session.firstNonFiniteOperation(step: step)
    return try close(run, tracker, .init(step: step, tensor: tensor, operation: operation))
  }

  /// Writes the outcome, from the log's last lines: a resume after the last step has only those.
  private func close(
    _ run: borrowing RunWriter, _ tracker: DiagnosisTracker,
    _ divergence: RunResult.Divergence? = nil
  ) throws -> TrainingOutcome {
    guard let line = try run.folder.lastMetrics(), let weights = line.weights else {
      throw RunError.damagedRecord(path: run.folder.metrics)
    }
    var result = RunResult(
      status: divergence != nil ? .diverged : tracker.end != nil ? .collapsed : .finished,
      steps: line.step, arithmetic: RunIdentity.arithmetic,
      digests: .init(spec: run.identity.spec, data: run.identity.data, weights: weights),
      metrics: line.scalars.byName, divergence: divergence,
      collapse: tracker.end.map { .init(step: line.step, symptom: $0) },
      diagnoses: (tracker.diagnoses + [divergence].compactMap { $0?.diagnosis })
        .map { DiagnosisRecord($0) })
    if let evaluation = try run.folder.evaluation(step: line.step) { result.add(evaluation) }
    try run.write(result)
    if settings.checkpointsKeep == nil {
      // The result stands, whatever becomes of what nobody needs any more.
      try? run.checkpoints.removeAllButNewest()
    }
    return .final(result)
  }
}
