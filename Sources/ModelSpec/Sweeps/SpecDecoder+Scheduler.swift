extension SpecDecoder {
  /// How trials are cut short.
  func scheduler(_ entry: Entry) -> Scheduler? {
    guard let kind = onlyKind(entry, .scheduler, among: ["successive_halving"]),
      var fields = fields(kind)
    else { return nil }
    let written = fields.required("metric")
    let metric = written.flatMap { text($0) }
    let rungs = fields.required("rungs").flatMap { self.rungs($0) }
    let part = RealRange(0, 1, includesLower: false, includesUpper: false)
    let keep = fields.required("keep").flatMap { real($0, in: part) }
    fields.finish(log)
    guard let written, let metric, let rungs, let keep else { return nil }
    return Scheduler(
      halving: SuccessiveHalving(metric: metric, rungs: rungs, keep: keep),
      metricMark: written.value.mark)
  }

  private func rungs(_ entry: Entry) -> [Int]? {
    let rungs = list(entry, .integerList(.counts)) { integer($0, in: .counts) }
    guard let rungs else { return nil }
    guard !rungs.isEmpty else {
      log.error(at: entry.keyMark, .noValues(entry.key))
      return nil
    }
    guard zip(rungs, rungs.dropFirst()).allSatisfy({ $0 < $1 }) else {
      log.error(at: entry.value.mark, .fallingRungs)
      return nil
    }
    return rungs
  }
}
