/// A part of a sweep: the product of its axes, without what is excluded.
struct SweepBlock {
  /// How many configurations a spec may have.
  static let limit = 10_000

  /// An item of `exclude`.
  struct Exclusion {
    var values: [(path: String, value: JSONValue)]
    var mark: Mark
  }

  /// Each axis has alternatives, and each of these sets some paths; the last one varies fastest.
  var axes: [[[Change]]] = []
  var exclusions: [Exclusion] = []
  /// The seeds that each configuration is to have; empty where nothing is said.
  var seeds: [Change] = []

  /// The number of configurations before any is excluded; nil where it is beyond the limit.
  var count: Int? {
    (axes.map(\.count) + [max(seeds.count, 1)]).reduce(1) { product, count in
      product.flatMap { $0 * count <= Self.limit ? $0 * count : nil }
    }
  }

  /// The configurations in order; `base` tells the value of a path that one doesn't set.
  func drafts(log: DiagnosticLog, base: (String) -> JSONValue?) -> [Draft] {
    var drafts = [Draft(changes: [])]
    for axis in axes {
      drafts = drafts.flatMap { draft in
        axis.map { Draft(changes: draft.changes + $0) }
      }
    }
    if !seeds.isEmpty {
      drafts = drafts.flatMap { draft in
        seeds.map { Draft(changes: draft.changes, seed: $0) }
      }
    }
    // Each is looked for among all: two may name the same one.
    var kept = drafts
    for exclusion in exclusions {
      if !drafts.contains(where: { exclusion.excludes($0, base: base) }) {
        log.error(at: exclusion.mark, .exclusionOfNothing)
      }
      kept.removeAll { exclusion.excludes($0, base: base) }
      if kept.isEmpty {
        log.error(at: exclusion.mark, .exclusionOfAll)
        return []
      }
    }
    return kept
  }
}

extension SweepBlock.Exclusion {
  /// Whether a configuration has all the values.
  fileprivate func excludes(_ draft: Draft, base: (String) -> JSONValue?) -> Bool {
    let changes = draft.all
    return values.allSatisfy { path, value in
      let set = changes.last { $0.override.path == path }.map(\.value)
      return (set ?? base(path))?.comparable == value
    }
  }
}
