import Runner

extension PlanReport {
  /// A table of the launches, and what they take together.
  var text: String {
    var table = Table(
      ("", .left), ("kernel", .left), ("on", .left), ("multiply-adds", .right), ("tasks", .left))
    for launch in launches {
      table.add(
        launch.scope, launch.kernel, launch.detail,
        launch.multiplyAdds == 0 ? "" : NumberText.scaled(Double(launch.multiplyAdds), unit: ""),
        Self.text(tasks: launch.tasks))
    }
    var totals = Table(("", .left), ("", .left))
    totals.add("launches", "\(launches.count)")
    totals.add(
      "arena", "\(NumberText.bytes(arenaBytes)), scratch \(NumberText.bytes(scratchBytes))")
    totals.add("each thread", NumberText.bytes(threadBytes))
    return "\(table.text)\n\n\(totals.text)"
  }

  private static func text(tasks: [Int]) -> String {
    guard tasks.count > 3, let least = tasks.min(), let most = tasks.max() else {
      return tasks.map(String.init).joined(separator: " + ")
    }
    return "\(tasks.count) phases of \(least == most ? "\(least)" : "\(least) to \(most)")"
  }
}
