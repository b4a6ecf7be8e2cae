extension Trainer {
  /// What the log says so far of a training's health.
  func tracker(_ run: borrowing RunWriter) throws -> DiagnosisTracker {
    let log = try WholeFile.read(run.folder.metrics)
    return DiagnosisTracker(settings.diagnosis, after: SignsLine.all(in: log))
  }

  /// What there is to see after a step, if it is one that is looked at.
  func signs(step: Int, _ scalars: StepScalars) throws -> SignsLine? {
    guard settings.diagnosis.isDue(step: step) else { return nil }
    return SignsLine(step: step, signs: Signs(scalars, try session.traits()))
  }
}
