import Metrics
public import ModelSpec

/// Configurations and what their trials came to.
public struct Comparison: Sendable {
  /// What is asked for.
  public struct Options: Sendable {
    /// The metrics, by their names in the log; if none are named, all but parts of metrics.
    public var metrics: [String]
    /// The name of the configuration that the others are compared with.
    public var baseline: String?

    /// Asks for some metrics and a baseline.
    public init(metrics: [String] = [], baseline: String? = nil) {
      self.metrics = metrics
      self.baseline = baseline
    }
  }

  /// A trial, or a run on its own.
  public struct Trial: Sendable {
    /// Where it lies.
    public let folder: RunFolder
    /// The run's id.
    public let id: String
    /// The seed.
    public let seed: UInt64
    /// How it stands.
    public let state: TrialState
    /// What it came to; nil unless it is finished.
    public let measures: RunMeasures?
  }

  /// Trials that differ in the seed alone.
  public struct Configuration: Sendable {
    /// What tables call it.
    public let name: String
    /// What tells it from the others: paths of the spec, and values.
    public let changes: [String: JSONValue]
    /// The trials in order.
    public let trials: [Trial]

    /// Those that enter means.
    public var finished: [Trial] { trials.filter { $0.measures != nil } }
  }

  /// The sweep's name; nil of runs on their own.
  public let name: String?
  /// What made the configurations; nothing of runs on their own.
  public let kind: Expansion.Kind
  /// The paths that differ, in order.
  public let keys: [String]
  /// The configurations in order.
  public let configurations: [Configuration]
  /// The place of the configuration that the others are compared with.
  public let baseline: Int
  /// A table for each metric.
  public let tables: [MetricTable]

  init(
    name: String?, kind: Expansion.Kind, _ configurations: [Configuration], options: Options
  ) throws(RunError) {
    self.name = name
    self.kind = kind
    self.configurations = configurations
    keys = Set(configurations.flatMap(\.changes.keys)).sorted().filter { key in
      configurations.contains { $0.changes[key] != configurations[0].changes[key] }
    }
    baseline = try Self.baseline(options.baseline, kind, configurations)
    let names = try Self.metrics(options.metrics, configurations)
    let place = baseline
    tables = names.map { MetricTable($0, configurations, baseline: place) }
  }

  /// The trials of all configurations.
  public var trials: [Trial] { configurations.flatMap(\.trials) }

  private static func baseline(
    _ name: String?, _ kind: Expansion.Kind, _ configurations: [Configuration]
  ) throws(RunError) -> Int {
    guard let name else {
      return kind == .ablation ? configurations.firstIndex { $0.name == "baseline" } ?? 0 : 0
    }
    if let place = configurations.firstIndex(where: { $0.name == name }) { return place }
    throw .badOption(
      name: "--baseline", value: name,
      expected: expectation("a configuration", configurations.map(\.name)))
  }

  /// The names of the metrics to show: those by which one ranks come first.
  private static func metrics(
    _ asked: [String], _ configurations: [Configuration]
  ) throws(RunError) -> [String] {
    var known: Set<String> = []
    var parts: Set<String> = []
    for measures in configurations.lazy.flatMap(\.trials).compactMap(\.measures) {
      for name in measures.values.keys where known.insert(name).inserted {
        let metric = MetricCatalogue.metric(of: name)
        if metric != name, measures.made[metric] != nil { parts.insert(name) }
      }
    }
    let order = MetricCatalogue.standard.metrics.map(\.name) + RunMeasures.logged
    let sorted = known.sorted {
      (order.firstIndex(of: $0) ?? order.count, $0) < (order.firstIndex(of: $1) ?? order.count, $1)
    }
    if let unknown = asked.first(where: { !known.contains($0) }) {
      throw .badOption(
        name: "--metric", value: unknown, expected: expectation("a metric of these runs", sorted))
    }
    return asked.isEmpty ? sorted.filter { !parts.contains($0) } : asked
  }

  private static func expectation(_ what: String, _ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.isEmpty ? what : "\(what): \(shown)\(names.count > 12 ? ", …" : "")"
  }
}
