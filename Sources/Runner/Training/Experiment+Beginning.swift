import Metrics
import ModelSpec

extension Experiment {
  /// Has a new run begin with the longest finished one that differs only in being shorter.
  ///
  /// Its bits are those that this run would have. Where there is none, or its last state is gone,
  /// nothing happens. A run that is to pause begins with none that has gone on beyond that.
  func begin(
    _ run: inout RunWriter, steps: Int, settings: TrainerSettings,
    methods: [String: Evaluation.Method]
  ) throws(RunError) -> TrainingEvent? {
    guard try run.isNew() else { return nil }
    let candidates = try RunBeginning.candidates(
      for: run.folder, beginning: beginning, data: run.identity.data,
      below: min(steps, settings.until.map { $0 + 1 } ?? steps))
    for (folder, result) in candidates {
      let beginning = try? RunBeginning(
        folder, result: result, settings: settings, methods: methods)
      guard let beginning else { continue }
      try run.begin(with: beginning)
      return .foundBeginning(folder, step: result.steps)
    }
    return nil
  }

  /// The digest of the spec without its length.
  var beginning: String { spec.beginningDigest(catalogue: MetricCatalogue.standard) }
}
