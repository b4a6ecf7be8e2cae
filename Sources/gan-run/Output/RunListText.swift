import FoundationEssentials
import ModelSpec
import Runner

/// The text of `list`.
struct RunListText {
  let list: RunList

  var text: String {
    let metrics = list.metrics
    guard !list.groups.isEmpty else { return "no runs" }
    var table = Table(
      [("run", .left), ("trial", .left), ("status", .left), ("steps", .right)]
        + metrics.map { (Self.title($0), .right) } + [("last worked at", .left)])
    for group in list.groups {
      if group.kind != .single { table.add(header(group, columns: metrics.count)) }
      for run in group.runs {
        let values = metrics.map { name in
          run.metrics[name].map { NumberText.significant(Double($0)) } ?? ""
        }
        table.add(
          ["\(ForeignText.visible(group.name))/\(run.id)", Self.trial(run)]
            + [run.state?.word ?? TrialState.damaged, NumberText.grouped(run.steps)] + values
            + [Self.time(run)])
      }
    }
    return table.text
  }

  /// The row of a sweep, above those of its trials.
  private func header(_ group: RunList.Group, columns: Int) -> [String] {
    let count = group.runs.count + group.new
    let states =
      group.runs.map { $0.state?.word ?? TrialState.damaged }
      + Array(repeating: TrialState.new.word, count: group.new)
    return [
      ForeignText.visible(group.name), "\(group.kind.rawValue) of \(NumberText.grouped(count))",
      TrialState.countsText(states),
    ] + Array(repeating: "", count: columns + 2)
  }

  private static func trial(_ run: RunList.Run) -> String {
    run.trial.map { "\(ForeignText.visible($0.name)), seed \($0.seed)" } ?? ""
  }

  static func time(_ run: RunList.Run) -> String {
    Date(timeIntervalSince1970: Double(run.lastWorkedAt / 1_000_000_000)).ISO8601Format()
  }

  private static func title(_ metric: String) -> String {
    switch metric {
    case "loss/discriminator": "loss D"
    case "loss/generator": "loss G"
    default: metric
    }
  }
}
