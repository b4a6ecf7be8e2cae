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
    /// The steps of its training; nil while the data is missing.
    public let steps: Int?
    /// Seconds a step, of a few that were timed; nil where none were.
    public internal(set) var secondsPerStep: Double?

    /// Seconds of its steps, evaluations aside; nil where they can't be told.
    public var seconds: Double? {
      secondsPerStep.flatMap { second in steps.map { second * Double($0) } }
    }

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
  /// With a machine to time them on, steps of each shape are timed, too.
  public init(
    _ expansion: Expansion, measuresMemory: Bool = true, timedOn machine: Machine? = nil
  ) throws {
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
        trials.append(
          Trial(
            identity: identity, configuration: configuration, steps: Self.steps(spec, dataset)))
      }
    }
    if let error = expansion.error(of: mistakes) { throw error }
    var largest: Int?
    if measuresMemory {
      let costs = try TrialCosts(trials.map(\.configuration.spec), timedOn: machine)
      for index in trials.indices {
        trials[index].memoryBytes = costs.bytes[index]
        trials[index].secondsPerStep = costs.seconds[index]
      }
      largest = costs.largest
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

  private static func steps(_ spec: Spec, _ dataset: Dataset?) -> Int? {
    if case .steps(let steps) = spec.train.length { return steps }
    // What is wrong with it stands among the mistakes.
    guard let dataset, let batches = try? BatchLoader(dataset, spec: spec) else { return nil }
    return spec.train.length.steps(perEpoch: batches.stepsPerEpoch)
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
