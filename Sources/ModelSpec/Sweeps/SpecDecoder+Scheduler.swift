extension SpecDecoder {
  /// How trials are cut short.
  func scheduler(_ entry: Entry) -> SuccessiveHalving? {
    guard let kind = onlyKind(entry, .scheduler, among: ["successive_halving"]),
      var fields = fields(kind)
    else { return nil }
    let metric = fields.required("metric").flatMap { text($0) }
    let rungs = fields.required("rungs").flatMap { self.rungs($0) }
    let part = RealRange(0, 1, includesLower: false, includesUpper: false)
    let keep = fields.required("keep").flatMap { real($0, in: part) }
    fields.finish(log)
    guard let metric, let rungs, let keep else { return nil }
    return SuccessiveHalving(metric: metric, rungs: rungs, keep: keep)
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
