extension SpecDecoder {
  /// An ablation as it is written.
  struct Ablation {
    /// A change of the spec that has a name.
    struct Variant {
      var name: String
      var mark: Mark
      var changes: [Change]
    }

    var variants: [Variant]
    var seeds: [Change]

    /// The name of the spec itself among them.
    static let baseline = "baseline"

    /// The configurations: the spec itself, then the variants.
    var drafts: [Draft] {
      let all: [(String, [Change])] =
        [(Self.baseline, [])] + variants.map { ($0.name, $0.changes) }
      return all.flatMap { name, changes in
        seeds.isEmpty
          ? [Draft(name: name, changes: changes)]
          : seeds.map { Draft(name: name, changes: changes, seed: $0) }
      }
    }
  }

  /// The variants of an ablation that can be read; the log says what is wrong with others.
  func ablation(_ entry: Entry, seed: UInt64) -> Ablation? {
    guard var fields = fields(entry) else { return nil }
    let variants = fields.required("variants").flatMap { self.variants($0) }
    let seeds = fields.optional("seeds").map { self.seeds($0, from: seed) }
    fields.finish(log)
    guard let variants else { return nil }
    guard (variants.count + 1) * max(seeds?.count ?? 1, 1) <= SweepBlock.limit else {
      log.error(at: entry.keyMark, .tooManyConfigurations(limit: SweepBlock.limit))
      return nil
    }
    if let seeds, !seeds.isEmpty {
      for change in variants.flatMap(\.changes) where change.override.path == "seed" {
        log.error(at: change.override.steps[0].mark, .setTwice(path: "seed", by: "seeds"))
      }
    }
    return Ablation(variants: variants, seeds: seeds ?? [])
  }

  private func variants(_ entry: Entry) -> [Ablation.Variant]? {
    guard let entries = entry.value.entries else { return wrong(entry, .variants) }
    guard !entries.isEmpty else {
      log.error(at: entry.keyMark, .noValues(entry.key))
      return nil
    }
    return entries.compactMap { field -> Ablation.Variant? in
      let isBaseline = field.key == Ablation.baseline
      if isBaseline || !SpecName.isOne(field.key) {
        log.error(at: field.keyMark, .badVariantName(field.key, isBaseline: isBaseline))
      }
      guard changeEntries(field) != nil, let changes = changes(field) else { return nil }
      return Ablation.Variant(name: field.key, mark: field.keyMark, changes: changes)
    }
  }
}
