extension SpecDecoder {
  /// A sweep as it is written.
  struct Sweep {
    var blocks: [SweepBlock]
    var scheduler: Scheduler?
  }

  /// How trials are cut short, and where the metric that they are ranked by was written.
  struct Scheduler {
    var halving: SuccessiveHalving
    var metricMark: Mark
  }

  /// The parts of a sweep that can be read; the log says what is wrong with others.
  func sweep(_ entry: Entry, seed: UInt64) -> Sweep? {
    switch entry.value.content {
    case .mapping:
      var scheduler: Scheduler?
      let block = block(entry, seed: seed) { scheduler = self.scheduler($0) }
      return block.map { Sweep(blocks: [$0], scheduler: scheduler) }
    case .sequence(let items) where !items.isEmpty:
      let blocks = items.map { item in
        block(Entry(key: entry.key, keyMark: item.mark, value: item), seed: seed) {
          log.error(at: $0.keyMark, .schedulerInUnion)
        }
      }
      return Sweep(blocks: blocks.compactMap { $0 })
    default:
      return wrong(entry, .sweep)
    }
  }

  private static let parts = ["grid", "zip", "list", "random"]

  private func block(
    _ entry: Entry, seed: UInt64, scheduler: (Entry) -> Void
  ) -> SweepBlock? {
    guard let entries = entry.value.entries else { return wrong(entry, .sweep) }
    var fields = Fields(entries, of: .key("sweep"), at: entry.value.removal ?? entry.keyMark)
    let errors = log.diagnostics.count
    var block = SweepBlock()
    var setters: [String: Setter] = [:]
    for part in Self.parts + ["seeds"] { _ = fields.optional(part) }
    for part in entries where Self.parts.contains(part.key) {
      let axes = axes(part)
      take(axes.joined().joined(), of: part.key, into: &setters)
      block.axes += axes
    }
    if let seeds = entries.first(where: { $0.key == "seeds" }) {
      block.seeds = self.seeds(seeds, from: seed)
      take(block.seeds, of: "seeds", into: &setters)
    }
    if let exclude = fields.optional("exclude") {
      // A part with a mistake may have set what is named here.
      let isWhole = log.diagnostics.count == errors
      block.exclusions = exclusions(exclude, known: isWhole ? Array(setters.keys) : nil)
    }
    if let written = fields.optional("scheduler") { scheduler(written) }
    fields.finish(log)
    let isWhole = log.diagnostics.count == errors
    guard block.axes.contains(where: { !$0.isEmpty }) || !block.seeds.isEmpty else {
      if isWhole {
        log.error(at: fields.mark, .missingOneOf(Self.parts + ["seeds"], in: .key("sweep")))
      }
      return nil
    }
    // What is right of it is looked at with the spec, so that all mistakes are told at once.
    if !isWhole {
      block.axes.removeAll(where: \.isEmpty)
      block.exclusions = []
    }
    return block
  }

  /// What sets a path.
  private struct Setter {
    var part: String
    var override: Override
  }

  /// Notes which part sets which path: two can't both, nor set what undoes another's.
  private func take(
    _ changes: some Sequence<Change>, of part: String, into setters: inout [String: Setter]
  ) {
    var told: Set<String> = []
    for change in changes {
      let path = change.override.path
      let mark = part == "seeds" ? change.mark : change.override.steps[0].mark
      if let other = setters[path] {
        guard other.part != part, told.insert(path).inserted else { continue }
        log.error(at: mark, .setTwice(path: path, by: other.part))
        continue
      }
      // Items of a list are alternatives, which never meet.
      let others = setters.values.filter { part != "list" || $0.part != part }
      if let other = others.first(where: { undoes($0.override, change.override) }) {
        log.error(at: mark, .setAround(path: path, other: other.override.path, by: other.part))
      }
      setters[path] = Setter(part: part, override: change.override)
    }
  }

  /// Whether of two changes the later one leaves nothing of the earlier one, in either order.
  private func undoes(_ one: Override, _ other: Override) -> Bool {
    var shape = SpecShape.root(catalogue)
    for (first, second) in zip(one.steps, other.steps) {
      guard first.key == second.key else {
        return !shape.excluded(by: first.key, among: [second.key]).isEmpty
      }
      shape = shape.child(first.key)
    }
    return true
  }
}

extension SpecDecoder {
  private func axes(_ part: Entry) -> [[[Change]]] {
    switch part.key {
    case "grid": grid(part)
    case "zip": zipped(part)
    case "list": list(part)
    default: random(part)
    }
  }

  private func grid(_ part: Entry) -> [[[Change]]] {
    lists(part).map { list in list.map { [$0] } }
  }

  private func zipped(_ part: Entry) -> [[[Change]]] {
    let lists = lists(part)
    guard let first = lists.first, let firstPath = first.first?.path else { return [] }
    for list in lists.dropFirst() where list.count != first.count {
      guard let change = list.first else { continue }
      log.error(
        at: change.override.steps[0].mark,
        .unequalLists(change.path, count: list.count, first: firstPath, firstCount: first.count))
    }
    let count = lists.map(\.count).min() ?? 0
    return [(0..<count).map { index in lists.map { $0[index] } }]
  }

  /// Each path's values; what is wrong is left out.
  private func lists(_ part: Entry) -> [[Change]] {
    guard let entries = changeEntries(part) else { return [] }
    return entries.compactMap { entry -> [Change]? in
      guard let items = entry.value.items else { return wrong(entry, .valueList) }
      guard !items.isEmpty else {
        log.error(at: entry.keyMark, .noValues(entry.key))
        return nil
      }
      return changes(of: entry, to: items)
    }
  }

  /// A path set to each of some values; nil where the path is wrong, which is told once.
  func changes(of entry: Entry, to values: [SpecNode]) -> [Change]? {
    var changes: [Change] = []
    for value in values {
      let one = Entry(key: entry.key, keyMark: entry.keyMark, value: value)
      guard let change = Change(one, log: log) else { return nil }
      changes.append(change)
    }
    return changes
  }

  private func list(_ part: Entry) -> [[[Change]]] {
    guard let items = part.value.items, !items.isEmpty else {
      let _: Never? = wrong(part, .changesList)
      return []
    }
    return [
      items.compactMap { changes(Entry(key: part.key, keyMark: $0.mark, value: $0)) }
    ]
  }

  /// What a mapping of paths to values sets; nil where the log says why not.
  func changes(_ entry: Entry) -> [Change]? {
    guard let entries = entry.value.entries else { return wrong(entry, .changes) }
    let changes = entries.map { Change($0, log: log) }
    let good = changes.compactMap { $0 }
    return good.count == changes.count ? good : nil
  }

  /// The entries of a mapping that must have some.
  func changeEntries(_ part: Entry) -> [Entry]? {
    guard let entries = part.value.entries else { return wrong(part, .changes) }
    guard !entries.isEmpty else {
      log.error(at: part.keyMark, .noValues(part.key))
      return nil
    }
    return entries
  }

  private func exclusions(_ part: Entry, known: [String]?) -> [SweepBlock.Exclusion] {
    guard let items = part.value.items, !items.isEmpty else {
      let _: Never? = wrong(part, .changesList)
      return []
    }
    return items.compactMap { item -> SweepBlock.Exclusion? in
      guard let entries = item.entries else {
        return wrong(Entry(key: part.key, keyMark: item.mark, value: item), .changesList)
      }
      for entry in entries {
        guard let known, !known.contains(entry.key) else { continue }
        log.error(at: entry.keyMark, .exclusionOfUnset(entry.key, known: known.sorted()))
      }
      return SweepBlock.Exclusion(
        values: entries.map { ($0.key, $0.value.json.comparable) }, mark: item.mark)
    }
  }
}

extension SpecDecoder {
  /// Seeds from the spec's own on, or those of a list.
  func seeds(_ entry: Entry, from first: UInt64) -> [Change] {
    if let items = entry.value.items {
      guard !items.isEmpty else {
        log.error(at: entry.keyMark, .noValues(entry.key))
        return []
      }
      return changes(
        of: Entry(key: "seed", keyMark: entry.keyMark, value: entry.value), to: items) ?? []
    }
    guard entry.value.scalar != nil, !entry.value.isNull else {
      let _: Never? = wrong(entry, .seeds)
      return []
    }
    guard let count = integer(entry, in: 1...SweepBlock.limit) else { return [] }
    guard first <= UInt64(Int.max - count + 1) else {
      log.error(at: entry.value.mark, .tooLargeSeed)
      return []
    }
    let values = (0..<UInt64(count)).map { offset in
      SpecNode(
        content: .scalar(.init(text: "\(first + offset)", isPlain: true)), mark: entry.value.mark)
    }
    return changes(of: Entry(key: "seed", keyMark: entry.keyMark, value: entry.value), to: values)
      ?? []
  }
}
