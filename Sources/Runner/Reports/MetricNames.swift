import Metrics
import ModelSpec

/// The names of a log, in the order in which a page shows them.
enum MetricNames {
  /// Those of each step.
  static let steps = RunMeasures.logged

  /// Metrics that runs are ranked by, without their parts.
  static func ranked(_ names: some Sequence<String>) -> [String] {
    let order = MetricCatalogue.standard.metrics.map(\.name)
    let names = Set(names)
    return order.filter { names.contains($0) && MetricCatalogue.lessIsBetter($0) != nil }
  }

  /// All of them: metrics with their parts, then those of each step.
  static func all(_ names: some Sequence<String>) -> [String] {
    let names = Set(names)
    let measured = names.subtracting(steps).sorted()
    let ranked = ranked(names)
    func place(_ name: String) -> Int {
      ranked.firstIndex(of: MetricCatalogue.metric(of: name)) ?? ranked.count
    }
    return measured.sorted { (place($0), $0) < (place($1), $1) } + steps.filter(names.contains)
  }

  /// All of them but parts of metrics.
  static func whole(_ names: some Sequence<String>) -> [String] {
    all(names).filter { MetricCatalogue.metric(of: $0) == $0 || steps.contains($0) }
  }

  /// The name for people, at the beginning of a line.
  static func heading(_ name: String) -> String {
    let title = title(name)
    return steps.contains(name) ? title.prefix(1).uppercased() + title.dropFirst() : title
  }

  /// The name for people.
  static func title(_ name: String) -> String {
    switch name {
    case "loss/discriminator": "loss of D"
    case "loss/generator": "loss of G"
    case "d_real": "D(x)"
    case "d_fake": "D(G(z))"
    default: name
    }
  }
}
