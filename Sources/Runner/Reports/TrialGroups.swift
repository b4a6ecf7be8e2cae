import Metrics
import ModelSpec

/// The trials of a sweep by configuration, in the order in which a page shows them.
struct TrialGroups {
  /// Trials that differ in the seed alone.
  struct Group {
    let name: String
    let tone: Tone
    let trials: [ReportTrial]
  }

  let groups: [Group]
  /// The metric that they are ordered by; nil where they stand as in the spec.
  let metric: String?

  /// Orders a sweep's configurations by a metric, the best first; an ablation's stay in order.
  init(_ trials: [ReportTrial], of lock: SweepLock) {
    var found = trials.grouped(by: \.entry.name)
    let known = Set(trials.flatMap(\.last.keys))
    let metric =
      lock.kind == .ablation
      ? nil
      : lock.scheduler.map(\.metric).flatMap { known.contains($0) ? $0 : nil }
        ?? MetricNames.ranked(known).first
    self.metric = metric
    if let metric {
      let sign: Double = MetricCatalogue.lessIsBetter(metric) == false ? -1 : 1
      let keys = found.map { _, trials in
        Self.mean(trials.compactMap { $0.last[metric] }).map { $0 * sign } ?? .infinity
      }
      found = zip(keys, found).enumerated().sorted {
        ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
      }.map(\.element.1)
    }
    groups = found.enumerated().map { place, group in
      Group(name: group.key, tone: Tone(place: place), trials: group.members)
    }
  }

  /// The mean of what is finite; nil where nothing is.
  static func mean(_ values: [Float]) -> Double? {
    let finite = values.filter(\.isFinite).map { Double($0) }
    return finite.isEmpty ? nil : finite.reduce(0, +) / Double(finite.count)
  }
}
