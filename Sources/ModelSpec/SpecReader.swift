/// Reads specs from files against a catalogue of kinds.
public struct SpecReader: Sendable {
  /// The kinds that a spec may name.
  public let catalogue: Catalogue

  /// Makes a reader that knows these kinds.
  public init(catalogue: Catalogue) {
    self.catalogue = catalogue
  }

  /// Reads a spec, with what it extends and with overrides in the order of the command line.
  ///
  /// All the mistakes of the spec come in one error.
  public func read(path: String, overrides: [String] = []) throws(SpecError) -> Spec {
    let log = DiagnosticLog()
    var spec: Spec?
    let root = SpecComposer(catalogue: catalogue, log: log).compose(path, overrides: overrides)
    if let root {
      let decoder = SpecDecoder(catalogue: catalogue, log: log)
      spec = decoder.spec(root, stem: FilePath.stem(of: path))
    }
    guard let spec, !log.hasErrors else {
      throw SpecError(diagnostics: log.sorted, sources: log.sources)
    }
    return spec
  }
}
