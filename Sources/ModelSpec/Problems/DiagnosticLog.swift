/// Collects what is wrong with a spec while it is read.
final class DiagnosticLog {
  private(set) var diagnostics: [Diagnostic] = []
  var sources = Sources()

  func error(at mark: Mark?, _ problem: SpecProblem) {
    diagnostics.append(Diagnostic(.error, at: mark, problem))
  }

  func warning(at mark: Mark?, _ problem: SpecProblem) {
    diagnostics.append(Diagnostic(.warning, at: mark, problem))
  }

  var hasErrors: Bool {
    diagnostics.contains { $0.severity == .error }
  }

  /// Runs a body and keeps, of what it reports, what passes a filter.
  func filtering<Result>(
    _ isKept: (Diagnostic) -> Bool, during body: () throws -> Result
  ) rethrows -> Result {
    let start = diagnostics.count
    defer {
      let kept = diagnostics[start...].filter(isKept)
      diagnostics.replaceSubrange(start..., with: kept)
    }
    return try body()
  }
}

extension DiagnosticLog {
  /// The diagnostics in the order of their places.
  var sorted: [Diagnostic] {
    diagnostics
  }
}
