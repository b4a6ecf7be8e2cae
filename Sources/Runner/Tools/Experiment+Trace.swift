import Datasets

extension Experiment {
  /// Writes the start and the first steps of a training as another framework needs them.
  public func trace(
    steps: Int, to path: String, machine: Machine, report: (Int) -> Void = { _ in }
  ) throws {
    let data = try Dataset.open(spec)
    let session = try EngineSession(
      spec, batches: BatchLoader(data, spec: spec), machine: machine, traced: true)
    try TraceWriter(session, spec: resolvedJSON).write(steps: steps, to: path, report: report)
  }
}
