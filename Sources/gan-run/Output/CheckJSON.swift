import ModelSpec
import Runner

/// The JSON of `check`: `spec`, `layers`, `totals`, `diagnostics`.
enum CheckJSON {
  /// A spec that can be trained.
  static func text(
    _ report: CheckReport, _ measured: Measurement?, showsPlan: Bool
  ) -> String {
    let remarks =
      report.spec.warnings.map { RemarkJSON($0) }
      + report.warnings.map { RemarkJSON("warning", $0) }
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
    JSONOutput.object([
      ("spec", "null"), ("layers", "[]"), ("totals", "null"),
      ("diagnostics", JSONOutput.text(RemarkJSON.all(of: error))),
    ])
  }
}
