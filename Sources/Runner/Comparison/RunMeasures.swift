public import Metrics

/// What a finished run came to, by each of its metrics.
public struct RunMeasures: Hashable, Sendable {
  /// The values of one metric.
  public struct Values: Hashable, Sendable {
    /// After the last step.
    public let final: Double
    /// The best one that was logged; nil where there is no better and worse.
    public let best: Double?
    /// The mean of what was logged in the last quarter of the steps.
    public let lastQuarter: Double

    /// The value of a kind.
    public subscript(kind: ValueKind) -> Double? {
      switch kind {
      case .final: final
      case .best: best
      case .lastQuarter: lastQuarter
      }
    }
  }

  /// The values by the metric's name in the log.
  public let values: [String: Values]
  /// How each metric was made; losses and what else isn't in it were made by training alone.
  public let made: [String: Evaluation.Method]

  /// Reads the log of a finished run.
  ///
  /// Evaluations count that were made as the last one was.
  public init(reading folder: RunFolder, result: RunResult) throws(RunError) {
    let log = try MeasuredLog(reading: folder, lastQuarterOf: result.steps)
    made = result.made ?? [:]
    var values: [String: Values] = [:]
    for (name, last) in result.metrics where last.isFinite {
      let metric = MetricCatalogue.metric(of: name)
      if let method = made[metric] {
        let points =
          log.evaluations.compactMap { evaluation in
            evaluation.step < result.steps && evaluation.made[metric] == method
              ? evaluation.values[name].map { (evaluation.step, Double($0)) } : nil
          }.filter { $0.1.isFinite } + [(result.steps, Double(last))]
        let late = points.filter { MeasuredLog.isLate($0.0, of: result.steps) }.map(\.1)
        let all = points.map(\.1)
        values[name] = Values(
          final: Double(last),
          best: MetricCatalogue.lessIsBetter(name).flatMap { $0 ? all.min() : all.max() },
          lastQuarter: late.reduce(0, +) / Double(late.count))
      } else {
        values[name] = Values(
          final: Double(last), best: nil, lastQuarter: log.means[name] ?? Double(last))
      }
    }
    self.values = values
  }

  /// What training itself logs of each step.
  static let logged = ["loss/discriminator", "loss/generator", "d_real", "d_fake"]
}

/// Which of a run's values of a metric is meant.
public enum ValueKind: String, CaseIterable, Sendable {
  /// After the last step.
  case final
  /// The best one.
  case best
  /// The mean over the last quarter of the steps.
  case lastQuarter = "last_quarter"
}
