extension SpecDecoder {
  /// The drawn values of `random`, as one axis.
  func random(_ part: Entry) -> [[[Change]]] {
    guard var fields = fields(part) else { return [] }
    let count = fields.required("count").flatMap { integer($0, in: 1...SweepBlock.limit) }
    let seed = optional(fields.optional("seed"), default: 1) { integer($0, in: 0...Int.max) }
    let over = fields.required("over").flatMap { changeEntries($0) }
    fields.finish(log)
    let distributions = over?.map { entry in distribution(entry).map { (entry, $0) } }
    guard let count, let seed, let distributions else { return [] }
    let columns = distributions.compactMap { $0 }.compactMap {
      entry, distribution -> [Change]? in
      let stream = DrawnValues(distribution, path: entry.key, seed: UInt64(seed))
      return changes(of: entry, to: (0..<count).map { stream.value($0, at: entry.value.mark) })
    }
    guard columns.count == distributions.count else { return [] }
    return [(0..<count).map { index in columns.map { $0[index] } }]
  }

  private static let distributions = ["uniform", "log_uniform", "int", "choice", "normal"]

  private func distribution(_ entry: Entry) -> DrawnValues.Distribution? {
    guard let kind = onlyKind(entry, .distribution, among: Self.distributions) else { return nil }
    switch kind.key {
    case "uniform": return ends(kind, in: .any).map { .uniform($0, $1) }
    case "log_uniform": return ends(kind, in: .positive).map { .logUniform($0, $1) }
    case "int": return integerEnds(kind).map { .integer($0) }
    case "choice":
      guard let items = kind.value.items else { return wrong(kind, .valueList) }
      guard !items.isEmpty else {
        log.error(at: kind.keyMark, .noValues(kind.key))
        return nil
      }
      return .choice(items)
    default: return normal(kind)
    }
  }

  /// The one entry of a mapping that names what it is.
  func onlyKind(_ entry: Entry, _ family: Family, among known: [String]) -> Entry? {
    guard let entries = entry.value.entries else { return wrong(entry, .one(family)) }
    guard let first = entries.first else {
      log.error(at: entry.value.mark, .noKind(family))
      return nil
    }
    for field in entries where !known.contains(field.key) {
      log.error(at: field.keyMark, .unknownKind(family, field.key, known: known))
    }
    if entries.count > 1 {
      log.error(at: entries[1].keyMark, .severalKinds(family, entries.map(\.key)))
    }
    return entries.count == 1 && known.contains(first.key) ? first : nil
  }

  private func ends(_ entry: Entry, in range: RealRange) -> (Double, Double)? {
    guard let ends = list(entry, .realPair(range), count: 2, item: { real($0, in: range) }) else {
      return nil
    }
    guard ends[0] <= ends[1] else {
      log.error(at: entry.value.mark, .smoothingRangeBackward(ends[0], ends[1]))
      return nil
    }
    return (ends[0], ends[1])
  }

  private func integerEnds(_ entry: Entry) -> ClosedRange<Int>? {
    let most = 1 << 53
    let ends = list(entry, .integerRange, count: 2) { integer($0, in: -most...most) }
    guard let ends else { return nil }
    guard ends[0] <= ends[1] else {
      log.error(at: entry.value.mark, .backwardRange(ends[0], ends[1]))
      return nil
    }
    return ends[0]...ends[1]
  }

  /// `{mean: …, std: …}`, or both as a list.
  private func normal(_ entry: Entry) -> DrawnValues.Distribution? {
    if entry.value.items != nil {
      let both = list(entry, .realPair(.any), count: 2) { real($0, in: .any) }
      guard let both else { return nil }
      guard both[1] >= 0 else { return wrong(entry, .realPair(.nonNegative)) }
      return .normal(mean: both[0], std: both[1])
    }
    guard let entries = entry.value.entries else { return wrong(entry, .mapping) }
    var fields = Fields(entries, of: .kind(entry.key), at: entry.keyMark)
    let mean = fields.required("mean").flatMap { real($0, in: .any) }
    let std = fields.required("std").flatMap { real($0, in: .nonNegative) }
    fields.finish(log)
    guard let mean, let std else { return nil }
    return .normal(mean: mean, std: std)
  }
}
