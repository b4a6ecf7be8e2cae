/// Makes all the specs that a sweep or an ablation stands for.
final class SpecExpander {
  private let catalogue: Catalogue
  private let composer: SpecComposer
  private let log: DiagnosticLog
  private let path: String
  private let reader: ConfigurationReader

  init(
    catalogue: Catalogue, composer: SpecComposer, log: DiagnosticLog, path: String,
    check: @escaping @Sendable (Spec) -> [Diagnostic]
  ) {
    self.catalogue = catalogue
    self.composer = composer
    self.log = log
    self.path = path
    reader = ConfigurationReader(
      catalogue: catalogue, path: path, isIncomplete: composer.isIncomplete, check: check)
  }

  /// The configurations of a composed tree, or nil where the log says why there are none.
  func expand(_ root: SpecNode) -> Expansion? {
    let decoder = SpecDecoder(catalogue: catalogue, log: log)
    let base = log.filtering({ composer.isWorthTelling($0) }) { spec(root, decoder) }
    if let base { log.add(reader.check(base)) }
    let known = log.diagnostics
    let tree = root.without(SpecDecoder.variations)
    guard let variation = variation(root, decoder, seed: base?.seed ?? 1, tree) else { return nil }
    refuseOverrides(of: variation)

    let names = ConfigurationNames(variation.drafts, plain: base?.name ?? FilePath.stem(of: path))
    var mistakes = ConfigurationMistakes(base: known)
    var configurations: [Configuration] = []
    // Without anything to vary, the base has been read already.
    let readings =
      variation.kind == .single ? [reader.reading(base)] : reader.read(variation.drafts, tree)
    for (number, (draft, reading)) in zip(variation.drafts, readings).enumerated() {
      mistakes.add(reading.diagnostics, of: number)
      guard var spec = reading.spec, let digest = reading.digest, let base else { continue }
      spec.warnings = []
      spec.sources = base.sources
      configurations.append(
        Configuration(
          name: names.name(draft), changes: draft.changes, spec: spec, digest: digest,
          draft: draft))
    }
    log.add(mistakes.diagnostics(variation.drafts, names: names, lines: variation.lines))
    guard var base, !log.hasErrors else { return nil }
    if let scheduler = variation.scheduler { check(scheduler, configurations) }
    if let ablation = variation.ablation {
      AblationCheck(catalogue: catalogue, log: log).check(ablation, configurations) { changes in
        self.reader.read(changes, tree).spec
      }
    }
    guard !log.hasErrors else { return nil }
    base.warnings = log.sorted
    return Expansion(
      kind: variation.kind, base: base, scheduler: variation.scheduler?.halving,
      configurations: configurations, lines: variation.lines)
  }

  /// Reports a metric that trials are ranked by and that one of them doesn't measure.
  private func check(_ scheduler: SpecDecoder.Scheduler, _ configurations: [Configuration]) {
    let metric = scheduler.halving.metric
    let known = catalogue.metrics.map(\.name)
    guard known.contains(metric) else {
      log.error(at: scheduler.metricMark, .unknownKind(.metric, metric, known: known))
      return
    }
    let lacking = configurations.first { configuration in
      !configuration.spec.evaluate.metrics.contains { $0.kind == metric }
    }
    guard let lacking else { return }
    let measured = lacking.spec.evaluate.metrics.map(\.kind)
    log.error(
      at: scheduler.metricMark,
      .unmeasured(metric: metric, by: lacking.name, measured: measured))
  }

  private func spec(_ root: SpecNode, _ decoder: SpecDecoder) -> Spec? {
    decoder.spec(root, stem: FilePath.stem(of: path), mainFile: path)
  }
}

extension SpecExpander {
  /// What varies a spec.
  private struct Variation {
    var kind = Expansion.Kind.single
    var drafts = [Draft(changes: [])]
    var scheduler: SpecDecoder.Scheduler?
    var ablation: SpecDecoder.Ablation?
    var lines: ConfigurationMistakes.Lines?
  }

  private func variation(
    _ root: SpecNode, _ decoder: SpecDecoder, seed: UInt64, _ tree: SpecNode
  ) -> Variation? {
    let entries = (root.entries ?? []).filter { SpecDecoder.variations.contains($0.key) }
    guard let entry = entries.first else { return Variation() }
    guard entries.count == 1 else {
      log.error(at: entries[1].keyMark, .exclusiveKeys(entry.key, entries[1].key, in: .root))
      return nil
    }
    let lines = ConfigurationMistakes.Lines(entry)
    if entry.key == "ablation" {
      return decoder.ablation(entry, seed: seed).map {
        Variation(kind: .ablation, drafts: $0.drafts, ablation: $0, lines: lines)
      }
    }
    guard let sweep = decoder.sweep(entry, seed: seed) else { return nil }
    let counts = sweep.blocks.compactMap(\.count)
    guard counts.count == sweep.blocks.count, counts.reduce(0, +) <= SweepBlock.limit else {
      log.error(at: entry.keyMark, .tooManyConfigurations(limit: SweepBlock.limit))
      return nil
    }
    let drafts = sweep.blocks.flatMap { $0.drafts(log: log) { tree.value(at: $0) } }
    return Variation(kind: .sweep, drafts: drafts, scheduler: sweep.scheduler, lines: lines)
  }

  /// Reports overrides that each configuration would undo.
  private func refuseOverrides(of variation: Variation) {
    // The seeds of a count begin at the spec's own.
    let seeds = variation.drafts.compactMap(\.seed)
    let isList = Set(seeds.map(\.mark)).count > 1
    for override in composer.overrides {
      let changes = variation.drafts.lazy.flatMap { isList ? $0.all : $0.changes }
      guard let change = changes.first(where: { override.isReplaced(by: $0.override) }) else {
        continue
      }
      log.error(
        at: override.steps[0].mark,
        .setByBoth(path: change.override.path, variation: variation.kind.rawValue))
    }
  }
}

extension Expansion {
  /// The error of mistakes that were found in configurations, by their numbers; nil of none.
  public func error(of mistakes: [(number: Int, diagnostic: Diagnostic)]) -> SpecError? {
    var found = ConfigurationMistakes(base: [])
    for (number, diagnostic) in mistakes { found.add([diagnostic], of: number) }
    guard !found.isEmpty else { return nil }
    guard kind != .single else {
      return SpecError(diagnostics: mistakes.map(\.diagnostic), sources: base.sources)
    }
    let drafts = configurations.map(\.draft)
    return SpecError(
      diagnostics: found.diagnostics(
        drafts, names: ConfigurationNames(drafts, plain: base.name), lines: lines),
      sources: base.sources)
  }
}

extension SpecNode {
  /// What stands at a path, if something does.
  fileprivate func value(at path: String) -> JSONValue? {
    var node = self
    for key in path.split(separator: ".") {
      if let entry = node.entry(String(key)) {
        node = entry.value
      } else if let items = node.items, let index = Int(key), items.indices.contains(index) {
        node = items[index]
      } else {
        return nil
      }
    }
    return node.json
  }
}
