import ModelSpec
import Runner

/// The text of `plan`.
struct TrialsText {
  let plan: TrialPlan
  let path: String

  var text: String {
    [title, table, memory, time].compactMap { $0 }.joined(separator: "\n")
  }

  private var isTimed: Bool { plan.trials.contains { $0.secondsPerStep != nil } }

  /// What all trials take together, one after the other.
  private var time: String? {
    let known = plan.trials.compactMap(\.seconds)
    guard !known.isEmpty else { return nil }
    let sum = NumberText.duration(known.reduce(0, +))
    let rest = plan.trials.count - known.count
    return "  time of all steps, one trial at a time, evaluations aside: about \(sum)"
      + (rest == 0 ? "" : ", and \(rest) trials that weren't timed")
  }

  private var title: String {
    let count = plan.expansion.configurations.count
    let kind = plan.expansion.kind
    let what = kind == .single ? "" : "\(kind.rawValue) of "
    let trials =
      plan.trials.count == count ? "" : ", \(NumberText.grouped(plan.trials.count)) to train"
    let noun = count == 1 ? "configuration" : "configurations"
    return "\(ForeignText.visible(path)): \(what)\(NumberText.grouped(count)) \(noun)\(trials)"
  }

  private var table: String {
    // What a sweep's configurations are called is what they change.
    let isNamed = plan.expansion.kind != .sweep
    var columns: [(title: String, alignment: Table.Alignment)] = [("id", .left)]
    if isNamed { columns.append(("name", .left)) }
    columns += [("changes", .left), ("seed", .right), ("memory", .right)]
    if isTimed { columns.append(("time", .right)) }
    columns.append(("", .left))
    var table = Table(columns)
    for trial in plan.trials {
      for (index, configuration) in ([trial.configuration] + trial.others).enumerated() {
        var cells = [trial.id ?? "-"]
        if isNamed { cells.append(ForeignText.visible(configuration.name)) }
        cells += [changes(configuration), "\(configuration.spec.seed)"]
        cells.append(trial.memoryBytes.map { NumberText.bytes($0) } ?? "")
        if isTimed { cells.append(trial.seconds.map { NumberText.duration($0) } ?? "") }
        cells.append(index == 0 ? "" : "the same as above")
        table.add(cells)
      }
    }
    return table.text
  }

  private func changes(_ configuration: Configuration) -> String {
    ForeignText.visible(configuration.changes.map(\.text).joined(separator: ", "))
  }

  /// Where not every trial's memory is known, that of the largest.
  private var memory: String? {
    guard let largest = plan.largest, let bytes = largest.memoryBytes,
      plan.trials.contains(where: { $0.memoryBytes == nil })
    else { return nil }
    return
      "  memory of the largest, \(ForeignText.visible(largest.configuration.name)): \(NumberText.bytes(bytes))"
  }
}
