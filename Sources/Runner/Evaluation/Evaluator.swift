public import Datasets
public import Metrics
public import ModelSpec

/// Has a generator make images, and measures them by the metrics of a spec.
public struct Evaluator: Sendable {
  private let spec: Spec
  private let suite: MetricSuite
  private let data: Dataset
  private let threads: Int

  /// Prepares for a spec's metrics, against its data.
  ///
  /// - Throws: `SpecError` where its images cannot be measured so.
  public init(_ spec: Spec, data: Dataset, threads: Int) throws(SpecError) {
    self.spec = spec
    suite = try MetricSuite(spec)
    self.data = data
    self.threads = threads
  }

  /// How each metric will be made, by its name.
  public var methods: [String: Evaluation.Method] { suite.methods(data) }

  /// Measures a generator by all metrics, or those of some names.
  ///
  /// Its images are bytes, as in files, made of the same latents each time. Gives nil where a
  /// signal comes before it is done.
  public func evaluate(
    _ sampler: ImageSampler, only names: Set<String>? = nil
  ) throws -> Evaluation? {
    var images = ImageSet(height: spec.data.height, width: spec.data.width, channels: spec.nc)
    let z = sampler.filled(Latents(spec, stream: "evaluation"), count: suite.samples)
    do {
      try sampler.forEachBatch(z: z, count: suite.samples) { batch in
        guard StopSignal.pending == nil else { throw CancellationError() }
        images.append(batch.pixels)
      }
    } catch is CancellationError {
      return nil
    }
    let crew = Crew(threads: threads) { StopSignal.pending != nil }
    return suite.evaluate(images, data: data, crew: crew, only: names)
  }
}
