/// Reads specs from files against a catalogue of kinds.
public struct SpecReader: Sendable {
  /// The kinds that a spec may name.
  public let catalogue: Catalogue
  /// Texts that are read in place of files, by the files' paths.
  public let texts: [String: String]

  /// Makes a reader that knows these kinds.
  ///
  /// `texts` stand for files by their paths: what was read once can be read again as it was.
  public init(catalogue: Catalogue, texts: [String: String] = [:]) {
    self.catalogue = catalogue
    self.texts = texts
  }

  /// Reads a spec, with what it extends and with overrides in the order of the command line.
  ///
  /// Of a spec with a sweep or an ablation it is the base, and these aren't looked at. All the
  /// mistakes of the spec come in one error.
  public func read(path: String, overrides: [String] = []) throws(SpecError) -> Spec {
    let log = DiagnosticLog()
    let composer = SpecComposer(catalogue: catalogue, log: log, texts: texts)
    let root = composer.compose(path, overrides: overrides)
    let spec = root.flatMap { root in
      log.filtering({ composer.isWorthTelling($0) }) {
        SpecDecoder(catalogue: catalogue, log: log)
          .spec(root, stem: FilePath.stem(of: path), mainFile: path)
      }
    }
    guard var spec, !log.hasErrors else {
      throw SpecError(diagnostics: log.sorted, sources: log.sources)
    }
    spec.warnings = log.sorted
    return spec
  }

  /// Reads a spec with all the configurations of its sweep or ablation.
  ///
  /// All the mistakes of the spec and of its configurations come in one error, each once. `check`
  /// looks at the base and at each configuration that could be read, for mistakes that only others
  /// see.
  public func expand(
    path: String, overrides: [String] = [],
    check: @escaping @Sendable (Spec) -> [Diagnostic] = { _ in [] }
  ) throws(SpecError) -> Expansion {
    let log = DiagnosticLog()
    let composer = SpecComposer(catalogue: catalogue, log: log, texts: texts)
    guard let root = composer.compose(path, overrides: overrides) else {
      throw SpecError(diagnostics: log.sorted, sources: log.sources)
    }
    let expander = SpecExpander(
      catalogue: catalogue, composer: composer, log: log, path: path, check: check)
    guard let expansion = expander.expand(root) else {
      throw SpecError(diagnostics: log.sorted, sources: log.sources)
    }
    return expansion
  }
}

extension SpecError {
  /// Whether the trouble is that the spec's own file can't be opened, rather than what it says.
  public var isMissingInput: Bool {
    diagnostics.contains { diagnostic in
      guard diagnostic.mark == nil, let problem = diagnostic.problem as? SpecProblem else {
        return false
      }
      switch problem {
      case .noSuchFile, .unreadable: return true
      default: return false
      }
    }
  }
}

extension SpecComposer {
  /// Whether a mistake is one by itself, rather than only for want of what couldn't be read.
  func isWorthTelling(_ diagnostic: Diagnostic) -> Bool {
    !isIncomplete || !diagnostic.mayFollowFromMissingParts
  }
}

extension Diagnostic {
  /// Whether the mistake may be one only because a part of the spec couldn't be read.
  var mayFollowFromMissingParts: Bool {
    guard let problem = problem as? SpecProblem else { return false }
    switch problem {
    case .missingKeys, .missingOneOf, .expression(.unknownName, _): return true
    default: return false
    }
  }
}
