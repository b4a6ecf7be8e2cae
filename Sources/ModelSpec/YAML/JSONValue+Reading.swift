extension JSONValue {
  /// Reads YAML as data: what stands plain is a number, a truth value, nothing or a text.
  ///
  /// It is for records that a program wrote, which are larger than a spec may be. `path` is the
  /// file in diagnostics.
  ///
  /// - Throws: `SpecError` with the place where the text is no YAML.
  public init(yaml text: String, path: String) throws(SpecError) {
    let log = DiagnosticLog()
    let place = TextPlace(origin: .file(path))
    log.add(text, from: place.origin)
    let node = NodeComposer.compose(text, at: place, log: log, nodes: 4_000_000)
    guard let node, !log.hasErrors else {
      throw SpecError(diagnostics: log.sorted, sources: log.sources)
    }
    self = node.json
  }
}
