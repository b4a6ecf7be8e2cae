public import Datasets
public import ModelSpec

/// The metrics of a spec, which can measure its images.
public struct MetricSuite: Sendable {
  /// Images that are to be made for it.
  public let samples: Int
  private let metrics: [(name: String, metric: any Metric)]
  private let options: [String: Evaluation.Method]
  private let shape: ImageShape
  private let spec: Spec

  /// The most memory that a metric may take, and the images too.
  private static let mostBytes = 8 << 30

  /// Looks at what a spec asks for.
  ///
  /// - Throws: `SpecError` where its images cannot be measured so.
  public init(_ spec: Spec) throws(SpecError) {
    self.spec = spec
    samples = spec.evaluate.samples
    shape = ImageShape(
      count: samples, height: spec.data.height, width: spec.data.width, channels: spec.nc)
    var metrics: [(name: String, metric: any Metric)] = []
    var options: [String: Evaluation.Method] = [:]
    var diagnostics: [Diagnostic] = []
    for kind in spec.evaluate.metrics {
      guard let type = MetricCatalogue.metrics.first(where: { $0.declaration.name == kind.kind })
      else { continue }
      let metric = type.init(kind)
      let bytes = metric.bytes(for: shape)
      if let problem = metric.problem(with: shape) {
        diagnostics.append(Diagnostic(.error, at: kind.mark, problem))
      } else if bytes > Self.mostBytes {
        let problem = MetricProblem.tooLarge(
          metric: kind.kind, bytes: bytes, limit: Self.mostBytes)
        diagnostics.append(Diagnostic(.error, at: kind.mark, problem))
      }
      metrics.append((kind.kind, metric))
      options[kind.kind] = kind.options.merging(["version": .integer(type.version)]) { $1 }
    }
    guard diagnostics.isEmpty else {
      throw SpecError(diagnostics: diagnostics, sources: spec.sources)
    }
    self.metrics = metrics
    self.options = options
  }

  /// How each metric will be made against a data set, by its name.
  public func methods(_ data: Dataset) -> [String: Evaluation.Method] {
    methods(real: min(data.count, samples))
  }

  private func methods(real: Int) -> [String: Evaluation.Method] {
    var methods: [String: Evaluation.Method] = [:]
    for (name, metric) in metrics {
      methods[name] = (options[name] ?? [:])
        .merging(metric.method(for: shape, real: real)) { $1 }
        .merging([
          "samples": .integer(samples), "seed": .integer(Int(clamping: spec.seed)),
          "batch_norm": .word(spec.samples.batchNorm.rawValue),
        ]) { $1 }
    }
    return methods
  }

  /// Measures what a generator made by all metrics, or those of some names.
  ///
  /// Gives nil where the crew is dismissed before its end.
  public func evaluate(
    _ generated: ImageSet, data: Dataset, crew: Crew, only names: Set<String>? = nil
  ) -> Evaluation? {
    let real = ImageSet.real(data, count: samples, seed: spec.seed)
    return evaluate(generated, real: real, crew: crew, only: names)
  }

  /// Measures generated images against real ones, of which there may be fewer.
  package func evaluate(
    _ generated: ImageSet, real: ImageSet, crew: Crew, only names: Set<String>? = nil
  ) -> Evaluation? {
    let input = MetricInput(generated: generated, real: real, seed: spec.seed, crew: crew)
    let chosen = metrics.filter { names?.contains($0.name) ?? true }
    var evaluation = Evaluation()
    for (_, metric) in chosen {
      evaluation.values.merge(metric.values(of: input).mapValues { Float($0) }) { $1 }
    }
    if crew.isDismissed() { return nil }
    evaluation.made = methods(real: real.count).filter { made in
      chosen.contains { $0.name == made.key }
    }
    return evaluation
  }
}
