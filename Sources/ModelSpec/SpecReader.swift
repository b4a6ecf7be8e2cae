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
    let composer = SpecComposer(catalogue: catalogue, log: log)
    let root = composer.compose(path, overrides: overrides)
    let spec = root.flatMap { root in
      log.filtering({ !composer.isIncomplete || !$0.mayFollowFromMissingParts }) {
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

extension Diagnostic {
  /// Whether the mistake may be one only because a part of the spec couldn't be read.
  fileprivate var mayFollowFromMissingParts: Bool {
    guard let problem = problem as? SpecProblem else { return false }
    switch problem {
    case .missingKeys, .missingOneOf, .expression(.unknownName, _): return true
    default: return false
    }
  }
}
