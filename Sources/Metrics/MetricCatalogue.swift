internal import Layers
public import ModelSpec

/// Every metric that a spec may name: the one place where a new one is entered.
public enum MetricCatalogue {
  static let metrics: [any Metric.Type] = [SlicedWasserstein.self, MultiScaleSimilarity.self]

  /// Whether a lower value of a metric, or of a part of one, is the better one; nil of all else.
  public static func lessIsBetter(_ name: String) -> Bool? {
    let metric = name.prefix { $0 != "/" }
    return metrics.first { $0.declaration.name == metric }?.lessIsBetter
  }

  /// All kinds that a spec may name, the metrics beside those of `LayerCatalogue`.
  public static let standard: Catalogue = {
    var catalogue = LayerCatalogue.standard
    catalogue.metrics = metrics.map { $0.declaration }
    return catalogue
  }()
}
