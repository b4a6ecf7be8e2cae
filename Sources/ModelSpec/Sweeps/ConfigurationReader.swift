import Dispatch
import Synchronization

/// Reads configurations of a spec, each through the machinery of overrides and specs.
struct ConfigurationReader: Sendable {
  let catalogue: Catalogue
  /// The spec's file.
  let path: String
  /// Whether a part of the spec's tree is missing.
  let isIncomplete: Bool
  /// What finds mistakes that only others see.
  let check: @Sendable (Spec) -> [Diagnostic]

  /// What became of a configuration.
  struct Reading: Sendable {
    var spec: Spec?
    var digest: String?
    var diagnostics: [Diagnostic]
  }

  /// What became of each configuration of a tree, in order; all processors share the work.
  func read(_ drafts: [Draft], _ tree: SpecNode) -> [Reading] {
    let size = 64
    let count = (drafts.count + size - 1) / size
    let parts = Mutex([[Reading]](repeating: [], count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let expressions = ParsedExpressions()
      let part = drafts[index * size..<min((index + 1) * size, drafts.count)]
      let readings = part.map { read($0.all, tree, expressions) }
      parts.withLock { $0[index] = readings }
    }
    return parts.withLock { $0.flatMap { $0 } }
  }

  /// A tree with changes as a spec, as far as there is one, and what is wrong with it.
  func read(
    _ changes: [Change], _ tree: SpecNode, _ expressions: ParsedExpressions = ParsedExpressions()
  ) -> Reading {
    let log = DiagnosticLog()
    let shape = SpecShape.root(catalogue)
    var tree = tree
    var isWhole = !isIncomplete
    for change in changes {
      if let changed = OverrideApplication(change.override, log: log).applied(to: tree, shape) {
        tree = shape.expanded(changed)
      } else {
        isWhole = false
      }
    }
    let decoder = SpecDecoder(catalogue: catalogue, log: log, expressions: expressions)
    let spec = log.filtering({ isWhole || !$0.mayFollowFromMissingParts }) {
      decoder.spec(tree, stem: FilePath.stem(of: path), mainFile: path)
    }
    var reading = reading(spec)
    reading.diagnostics = log.diagnostics + (spec.map(check) ?? [])
    return reading
  }

  /// A spec that was read and checked elsewhere.
  func reading(_ spec: Spec?) -> Reading {
    Reading(spec: spec, digest: spec.map { $0.digest(catalogue: catalogue) }, diagnostics: [])
  }
}
