/// Collects what is wrong with a spec while it is read.
final class DiagnosticLog {
  /// Mistakes beyond these help nobody.
  static let limit = 1000

  private(set) var diagnostics: [Diagnostic] = []
  private(set) var sources = Sources()
  /// The texts in the order in which they were read, which is that of their diagnostics.
  private var order: [Mark.Origin: Int] = [:]

  /// Takes in a text that marks may point into.
  func add(_ text: String, from origin: Mark.Origin) {
    sources.texts[origin] = text
    if order[origin] == nil { order[origin] = order.count }
  }

  /// Takes in what others found.
  func add(_ found: [Diagnostic]) {
    diagnostics += found.prefix(max(0, Self.limit - diagnostics.count))
  }

  func error(at mark: Mark?, _ problem: SpecProblem) {
    guard diagnostics.count < Self.limit else { return }
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

  /// The diagnostics in the order of their places, each once: an alias, say, is read at each of
  /// its uses.
  var sorted: [Diagnostic] {
    struct Told: Hashable {
      var mark: Mark?
      var message: String
    }
    var told: Set<Told> = []
    let keyed = diagnostics.enumerated().map { index, diagnostic in
      let mark = diagnostic.mark
      let key = (
        mark.flatMap { order[$0.origin] } ?? -1, mark?.line ?? 0, mark?.column ?? 0, index
      )
      return (key, diagnostic)
    }
    return keyed.sorted { $0.0 < $1.0 }.map(\.1).filter {
      told.insert(Told(mark: $0.mark, message: $0.problem.message)).inserted
    }
  }
}
