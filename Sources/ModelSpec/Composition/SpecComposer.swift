/// Composes the tree of a spec from its file, the files that it extends, and overrides.
struct SpecComposer {
  let catalogue: Catalogue
  let log: DiagnosticLog

  /// The composed tree, or nil where the log says why there is none.
  func compose(_ path: String, overrides: [String]) -> SpecNode? {
    guard let text = SourceFile.read(path, namedAt: nil, log: log) else { return nil }
    guard let node = NodeComposer.compose(text, at: TextPlace(origin: .file(path)), log: log) else {
      return nil
    }
    return SpecShape.root(catalogue).expanded(node)
  }
}
