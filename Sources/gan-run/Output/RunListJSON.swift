import ModelSpec
import Runner

/// The JSON of `list`: an array of runs.
struct RunListJSON: Encodable {
  private struct Run: Encodable {
    let name: String
    let id: String
    let path: String
    let status: String
    let steps: Int
    let metrics: [String: Float]
    let lastWorkedAt: String
    let sweep: Bool
    let trial: String?
    let seed: UInt64?

    private enum CodingKeys: String, CodingKey {
      case name, id, path, status, steps, metrics, sweep, trial, seed
      case lastWorkedAt = "last_worked_at"
    }
  }

  private let runs: [Run]

  init(_ list: RunList) {
    runs = list.groups.flatMap { group in
      group.runs.map { run in
        Run(
          name: group.name, id: run.id, path: run.folder.path,
          status: run.state?.word ?? TrialState.damaged, steps: run.steps, metrics: run.metrics,
          lastWorkedAt: RunListText.time(run), sweep: group.kind != .single,
          trial: run.trial?.name, seed: run.trial?.seed)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    try runs.encode(to: encoder)
  }
}
