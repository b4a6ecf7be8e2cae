import ModelSpec

/// A diagnostic as JSON.
struct RemarkJSON: Encodable {
  let severity: String
  let message: String
  let help: String?
  let origin: String?
  let line: Int?
  let column: Int?

  init(_ severity: String, _ problem: any Problem, at mark: Mark? = nil) {
    self.severity = severity
    message = problem.message
    help = problem.help
    line = mark?.line
    column = mark?.column
    origin = mark.map {
      switch $0.origin {
      case .file(let path): path
      case .override(let text): "override '\(text)'"
      }
    }
  }

  init(_ diagnostic: Diagnostic) {
    self.init(diagnostic.severity.rawValue, diagnostic.problem, at: diagnostic.mark)
  }

  /// What is wrong where nothing else can be shown.
  static func all(of error: any Error) -> [RemarkJSON] {
    if let error = error as? SpecError { return error.diagnostics.map { RemarkJSON($0) } }
    return [RemarkJSON("error", ErrorReport.problem(error))]
  }
}
