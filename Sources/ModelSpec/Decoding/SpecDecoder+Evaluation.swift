extension SpecDecoder {
  func evaluation(_ entry: Entry?) -> EvaluateSpec? {
    let defaults = EvaluateSpec(metrics: [], samples: 2048, every: nil)
    guard let entry else { return defaults }
    guard var fields = fields(entry) else { return nil }
    let metrics = fields.required("metrics").flatMap { self.metrics($0) }
    let samples = optional(fields.optional("samples"), default: defaults.samples) {
      // Pairs of images are compared, too.
      integer($0, in: 2...65_536)
    }
    let every = fields.optional("every")
    let steps = every.flatMap { integer($0, in: .counts) }
    fields.finish(log)
    guard let metrics, let samples, every == nil || steps != nil else { return nil }
    return EvaluateSpec(metrics: metrics, samples: samples, every: steps)
  }

  private func metrics(_ entry: Entry) -> [KindInstance]? {
    let metrics = list(entry, .list) { kind($0, .metric, among: catalogue.metrics) }
    var lines: [String: Int] = [:]
    for metric in metrics ?? [] {
      // Its values are recorded under its name.
      if let line = lines[metric.kind] {
        log.error(at: metric.mark, .duplicateKey(metric.kind, firstLine: line))
      } else {
        lines[metric.kind] = metric.mark?.line ?? 0
      }
    }
    return metrics
  }
}
