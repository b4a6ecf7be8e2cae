import Metrics
import ModelSpec

/// What the configurations came to by one metric.
public struct MetricTable: Sendable {
  /// What one configuration came to.
  public struct Row: Sendable {
    /// The place of the configuration.
    public let configuration: Int
    /// How many of its trials have a value.
    public let count: Int
    /// How many have none: they aren't finished, or came to no number.
    public let leftOut: Int
    /// The means over its trials; none where these were made in different ways.
    public let means: [ValueKind: SampleMean]
    /// The differences to the baseline, paired by seed; none where the two were made differently.
    public internal(set) var differences: [ValueKind: PairedDifference] = [:]
    /// The place among all by the mean of the final values, 1 for the best; nil where none is
    /// better, or where not all were made in one way.
    public internal(set) var rank: Int?
  }

  /// Something by which values were made in different ways.
  public struct Discrepancy: Sendable {
    /// What it is: an option of the metric, `arithmetic` or `data`.
    public let key: String
    /// Each of its values, with the places of the configurations that have it.
    public let values: [(value: String, configurations: [Int])]
  }

  /// The metric's name in the log.
  public let name: String
  /// Whether less is better; nil where neither is.
  public let lessIsBetter: Bool?
  /// The kinds of values that there are.
  public let kinds: [ValueKind]
  /// A row for each configuration, in their order.
  public let rows: [Row]
  /// How values were made in different ways; empty where all compare.
  public let discrepancies: [Discrepancy]

  init(_ name: String, _ configurations: [Comparison.Configuration], baseline: Int) {
    self.name = name
    let lessIsBetter = MetricCatalogue.lessIsBetter(name)
    let kinds = ValueKind.allCases.filter { $0 != .best || lessIsBetter != nil }
    self.lessIsBetter = lessIsBetter
    self.kinds = kinds
    let points = configurations.map { $0.trials.compactMap { Point($0, of: name) } }
    let methods = points.map { Set($0.map(\.method)) }
    discrepancies = Self.discrepancies(methods)

    var rows = configurations.indices.map { place in
      var means: [ValueKind: SampleMean] = [:]
      for kind in kinds where methods[place].count == 1 {
        means[kind] = SampleMean(points[place].compactMap { $0.values[kind] })
      }
      return Row(
        configuration: place, count: points[place].count,
        leftOut: configurations[place].trials.count - points[place].count, means: means)
    }
    for place in rows.indices
    where place != baseline && methods[place].count == 1 && methods[place] == methods[baseline] {
      for kind in kinds {
        rows[place].differences[kind] = PairedDifference(
          Self.differences(points[place], points[baseline], kind))
      }
    }
    for kind in kinds { Self.correct(&rows, kind) }
    if discrepancies.isEmpty, let lessIsBetter { Self.rank(&rows, lessIsBetter) }
    self.rows = rows
  }

  /// Value by value, of the seeds that both have.
  private static func differences(_ own: [Point], _ base: [Point], _ kind: ValueKind) -> [Double] {
    let bySeed = Dictionary(base.map { ($0.seed, $0.values) }) { first, _ in first }
    var seen: Set<UInt64> = []
    return own.compactMap { point in
      guard seen.insert(point.seed).inserted, let value = point.values[kind],
        let other = bySeed[point.seed]?[kind]
      else { return nil }
      return value - other
    }
  }

  private static func correct(_ rows: inout [Row], _ kind: ValueKind) {
    let tested = rows.indices.filter { rows[$0].differences[kind]?.test != nil }
    let values = tested.compactMap { rows[$0].differences[kind]?.test?.p }
    for (place, corrected) in zip(tested, Holm.corrected(values)) {
      rows[place].differences[kind]?.test?.corrected = corrected
    }
  }

  private static func rank(_ rows: inout [Row], _ lessIsBetter: Bool) {
    let means = rows.compactMap { $0.means[.final]?.mean }
    for place in rows.indices {
      guard let own = rows[place].means[.final]?.mean else { continue }
      rows[place].rank = 1 + means.count { lessIsBetter ? $0 < own : $0 > own }
    }
  }

  private static func discrepancies(_ methods: [Set<[String: JSONValue]>]) -> [Discrepancy] {
    let all = methods.reduce(into: Set()) { $0.formUnion($1) }
    guard all.count > 1 else { return [] }
    return Set(all.flatMap(\.keys)).sorted().compactMap { key in
      var places: [String: Set<Int>] = [:]
      for (place, own) in methods.enumerated() {
        for method in own { places[method[key]?.plain ?? "none", default: []].insert(place) }
      }
      guard places.count > 1 else { return nil }
      return Discrepancy(
        key: key,
        values: places.map { (value: $0.key, configurations: $0.value.sorted()) }
          .sorted { $0.value < $1.value })
    }
  }
}

/// What one trial came to by a metric.
private struct Point {
  let seed: UInt64
  let values: RunMeasures.Values
  /// All that a value of another trial must share to be compared with.
  let method: [String: JSONValue]

  init?(_ trial: Comparison.Trial, of name: String) {
    guard let measures = trial.measures, let result = trial.result,
      let values = measures.values[name]
    else { return nil }
    seed = trial.seed
    self.values = values
    var method = ["arithmetic": JSONValue.string(result.arithmetic)]
    if let made = measures.made[MetricCatalogue.metric(of: name)] {
      // Each trial draws by its own seed.
      for (key, value) in made where key != "seed" { method[key] = JSONValue(value) }
      method["data"] = .string(String(result.digests.data.prefix(12)))
    }
    self.method = method
  }
}
