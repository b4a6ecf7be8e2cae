import Runner

/// What `verify` says of a trial.
struct VerdictText: Encodable {
  let id: String
  let name: String
  let seed: UInt64
  let same: Bool
  let steps: [Int]
  let metrics: Bool
  let differences: [String]
  let causes: [String]

  init(_ verdict: TrialVerdict) {
    id = verdict.trial.id
    name = verdict.trial.name
    seed = verdict.trial.seed
    same = verdict.isSame
    steps = verdict.steps
    metrics = verdict.comparedMetrics
    // What they quote is from a file, which mustn't act on the terminal.
    differences = verdict.differences.map { Self.plain($0.message) }
    causes = verdict.causes.map { cause in
      Self.plain(cause.message + (cause.help.map { "; \($0)" } ?? ""))
    }
  }

  /// Lines for people.
  var text: String {
    ([heading] + differences.map { "  \($0)" } + causes.map { "  why: \($0)" })
      .joined(separator: "\n")
  }

  private var heading: String {
    let trial = "\(id)  \(name), seed \(seed)"
    guard same else { return "DIFFERS  \(trial)" }
    guard let last = steps.last else { return "nothing  \(trial): it failed and has no weights" }
    let count = steps.count == 1 ? "1 digest" : "\(steps.count) digests"
    return "same     \(trial): \(count) of weights, up to step \(last)"
      + (metrics ? ", and metrics" : "")
  }

  private static func plain(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
