import ModelSpec
import Runner

/// The JSON of `check`: `spec`, `layers`, `totals`, `diagnostics`.
enum CheckJSON {
  private struct Remark: Encodable {
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
  }

  /// A spec that can be trained.
  static func text(
    _ report: CheckReport, _ measured: Measurement?, showsPlan: Bool
  ) -> String {
    let remarks =
      report.spec.warnings.map { Remark($0) } + report.warnings.map { Remark("warning", $0) }
    var members = [
      ("name", JSONOutput.text(report.spec.name)),
      ("id", JSONOutput.text(report.id)),
      ("digest", JSONOutput.text(report.digest)),
      ("spec", report.resolvedJSON),
      ("layers", JSONOutput.text(report.layers)),
      ("totals", JSONOutput.text(report.totals)),
      ("diagnostics", JSONOutput.text(remarks)),
    ]
    if showsPlan { members.append(("plan", JSONOutput.text(report.plan))) }
    if let measured { members.append(("time", JSONOutput.text(measured))) }
    return JSONOutput.object(members)
  }

  /// A spec that cannot.
  static func text(_ error: any Error) -> String {
    let remarks =
      if let error = error as? SpecError {
        error.diagnostics.map { Remark($0) }
      } else {
        [Remark("error", ErrorReport.problem(error))]
      }
    return JSONOutput.object([
      ("spec", "null"), ("layers", "[]"), ("totals", "null"),
      ("diagnostics", JSONOutput.text(remarks)),
    ])
  }
}
