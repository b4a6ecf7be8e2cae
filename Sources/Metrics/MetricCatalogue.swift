internal import Layers
public import ModelSpec

/// Every metric that a spec may name: the one place where a new one is entered.
public enum MetricCatalogue {
  static let metrics: [any Metric.Type] = [SlicedWasserstein.self, MultiScaleSimilarity.self]

  /// Whether a lower value of a metric, or of a part of one, is the better one; nil of all else.
  public static func lessIsBetter(_ name: String) -> Bool? {
    type(of: name)?.lessIsBetter
  }

  /// What to mind in ranking by a metric; nil of most.
  public static func caution(_ name: String) -> String? {
    type(of: name)?.caution
  }

  private static func type(of name: String) -> (any Metric.Type)? {
    let metric = metric(of: name)
    return metrics.first { $0.declaration.name == metric }
  }

  /// Whether a value of a metric is better than another one; the lower one where nothing is said.
  public static func isBetter(_ value: Float, than other: Float, by name: String) -> Bool {
    lessIsBetter(name) == false ? value > other : value < other
  }

  /// The metric that a value is of, or of a part of which.
  public static func metric(of name: String) -> String {
    String(name.prefix { $0 != "/" })
  }

  /// All kinds that a spec may name, the metrics beside those of `LayerCatalogue`.
  public static let standard: Catalogue = {
    var catalogue = LayerCatalogue.standard
    catalogue.metrics = metrics.map { $0.declaration }
    return catalogue
  }()
}
