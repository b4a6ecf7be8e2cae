/// Composes the tree of a spec from its file, the files that it extends, and overrides.
final class SpecComposer {
  /// How many files may take part.
  static let fileLimit = 64

  /// A file on the way from the spec to what it extends.
  private struct Link {
    var path: String
    /// The path that tells files apart.
    var real: String
  }

  private let shape: SpecShape
  private let log: DiagnosticLog
  private let texts: [String: String]
  private var composed: [String: SpecNode] = [:]
  private var files = 0
  /// Whether a part of the tree is missing because of a mistake that has been reported.
  private(set) var isIncomplete = false
  /// The overrides that were applied.
  private(set) var overrides: [Override] = []

  /// Composes of files, or of `texts` that stand for files by their paths.
  init(catalogue: Catalogue, log: DiagnosticLog, texts: [String: String]) {
    shape = .root(catalogue)
    self.log = log
    self.texts = texts
  }

  /// The composed tree, or nil where the log says why there is none.
  func compose(_ path: String, overrides: [String]) -> SpecNode? {
    guard var root = load(path, namedAt: nil, after: []) else { return nil }
    for text in overrides {
      let place = TextPlace(origin: .override(text))
      log.add(text, from: place.origin)
      if let override = Override(text, log: log),
        let changed = OverrideApplication(override, log: log).applied(to: root, shape)
      {
        root = shape.expanded(changed)
        self.overrides.append(override)
      } else {
        isIncomplete = true
      }
    }
    return root
  }

  /// The tree of a file with what it extends.
  private func load(_ path: String, namedAt mark: Mark?, after chain: [Link]) -> SpecNode? {
    let link = Link(path: path, real: FilePath.real(path) ?? path)
    if let start = chain.firstIndex(where: { $0.real == link.real }) {
      log.error(at: mark, .extendsCycle((chain[start...] + [link]).map(\.path)))
      isIncomplete = true
      return nil
    }
    if let done = composed[link.real] { return done }
    files += 1
    guard files <= Self.fileLimit else {
      if files == Self.fileLimit + 1 {
        log.error(at: mark, .extendsTooLong(limit: Self.fileLimit))
      }
      isIncomplete = true
      return nil
    }
    guard let own = parse(path, namedAt: mark) else {
      isIncomplete = true
      return nil
    }
    let whole = extending(own, chain + [link])
    composed[link.real] = whole
    return whole
  }

  private func parse(_ path: String, namedAt mark: Mark?) -> SpecNode? {
    guard let text = text(path, namedAt: mark),
      let node = NodeComposer.compose(text, at: TextPlace(origin: .file(path)), log: log)
    else { return nil }
    if node.scalar?.isEmpty == true {
      log.error(at: Mark(origin: .file(path), line: 1, column: 1), .emptyFile)
      return nil
    }
    guard node.entries != nil else {
      log.error(at: node.mark, .rootNotMapping(node.found))
      return nil
    }
    return shape.expanded(node)
  }

  private func text(_ path: String, namedAt mark: Mark?) -> String? {
    guard let text = texts[path] else { return SourceFile.read(path, namedAt: mark, log: log) }
    log.add(text, from: .file(path))
    return text
  }

  private func extending(_ own: SpecNode, _ chain: [Link]) -> SpecNode {
    guard let entry = own.entry("extends") else { return own }
    let rest = own.without(["extends"])
    let bases = bases(entry).compactMap { base in
      load(
        FilePath.resolve(base.path, against: base.mark.origin), namedAt: base.mark, after: chain)
    }
    guard let first = bases.first else { return rest }
    let base = bases.dropFirst().reduce(first) { shape.merged($0, with: $1) }
    return shape.merged(base.without(SpecDecoder.variations), with: rest)
  }

  private func bases(_ entry: SpecNode.Entry) -> [(path: String, mark: Mark)] {
    let nodes = entry.value.items ?? [entry.value]
    let paths = nodes.prefix(Self.fileLimit).compactMap { node -> (path: String, mark: Mark)? in
      guard let text = node.scalar?.text, !node.isNull else {
        log.error(at: node.mark, .extendsNotPath(node.found))
        isIncomplete = true
        return nil
      }
      return (text, node.mark)
    }
    if nodes.count > Self.fileLimit {
      log.error(at: entry.keyMark, .extendsTooLong(limit: Self.fileLimit))
      isIncomplete = true
    }
    return paths
  }
}
