import Datasets
import Metrics
public import ModelSpec

/// What a spec with a sweep or an ablation would train.
public struct TrialPlan: Sendable {
  /// What is trained once: all configurations that mean the same.
  public struct Trial: Sendable {
    /// What tells the run from all others; nil while the data is missing.
    public let identity: RunIdentity?
    /// The first of the configurations.
    public let configuration: Configuration
    /// The others.
    public internal(set) var others: [Configuration] = []
    /// Bytes of the memory of a step; nil where they weren't worked out.
    public internal(set) var memoryBytes: Int?

    /// The run's id; nil while the data is missing.
    public var id: String? { identity?.id }
  }

  /// The spec and all its configurations.
  public let expansion: Expansion
  /// The trials in order.
  public let trials: [Trial]
  /// The trial that a step takes the most memory of.
  public let largest: Trial?
  /// What may not be as it was meant.
  public let warnings: [any Problem]

  private let data: TrialData

  /// Looks at all configurations and their data, which may be missing.
  ///
  /// What a step of each takes is worked out where it is asked for: it means compiling them.
  public init(_ expansion: Expansion, measuresMemory: Bool = true) throws {
    self.expansion = expansion
    var data = TrialData()
    var mistakes: [(number: Int, diagnostic: Diagnostic)] = []
    var trials: [Trial] = []
    var numbers: [String: Int] = [:]
    for (number, configuration) in expansion.configurations.enumerated() {
      let spec = configuration.spec
      let dataset = try data.dataset(of: spec)
      mistakes += Self.mistakes(in: spec, dataset).map { (number, $0) }
      let identity = dataset.map {
        RunIdentity(name: expansion.base.name, spec: configuration.digest, data: $0.digest)
      }
      let meaning = identity?.id ?? "\(configuration.digest) \(TrialData.key(spec))"
      if let first = numbers[meaning] {
        trials[first].others.append(configuration)
      } else {
        numbers[meaning] = trials.count
        trials.append(Trial(identity: identity, configuration: configuration))
      }
    }
    if let error = expansion.error(of: mistakes) { throw error }
    var largest: Int?
    if measuresMemory {
      let memory = try TrialMemory(trials.map(\.configuration.spec))
      for index in trials.indices { trials[index].memoryBytes = memory.bytes[index] }
      largest = memory.largest
    }
    self.trials = trials
    self.largest = largest.map { trials[$0] }
    self.data = data
    warnings = data.warnings
  }

  /// How each metric of a trial will be made, by its name.
  func methods(of number: Int) throws -> [String: Evaluation.Method] {
    let spec = trials[number].configuration.spec
    guard !spec.evaluate.metrics.isEmpty, let dataset = data.opened(for: spec) else { return [:] }
    return try MetricSuite(spec).methods(dataset)
  }

  /// What only the size of a picture, or the data, tells of a spec.
  private static func mistakes(in spec: Spec, _ dataset: Dataset?) -> [Diagnostic] {
    var mistakes: [Diagnostic] = []
    do throws(RunError) {
      try Experiment.checkGrid(spec)
    } catch {
      mistakes.append(Diagnostic(.error, at: nil, error))
    }
    do throws(DatasetError) {
      if let dataset { _ = try BatchLoader(dataset, spec: spec) }
    } catch {
      mistakes.append(Diagnostic(.error, at: spec.train.batchMark, error))
    }
    return mistakes
  }
}
