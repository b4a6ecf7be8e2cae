import Datasets

extension Experiment {
  /// Writes the start and the first steps of a training as another framework needs them.
  ///
  /// Gives the signal that stopped it, if one did; then there is no file.
  public func trace(
    steps: Int, to path: String, machine: Machine, report: (Int) -> Void = { _ in }
  ) throws -> Int32? {
    let data = try Dataset.open(spec)
    let session = try EngineSession(
      spec, batches: BatchLoader(data, spec: spec), machine: machine, traced: true)
    StopSignal.listen()
    return try TraceWriter(session, spec: resolvedJSON).write(
      steps: steps, to: path, stop: { StopSignal.pending }, report: report)
  }
}
