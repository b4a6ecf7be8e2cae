import ModelSpec
import Runner

/// The text of `diff`.
struct RunDifferenceText {
  let difference: RunDifference

  var text: String {
    [
      section("spec", difference.spec), section("origin", difference.provenance),
      section("outcome", difference.outcome), metrics, weights,
    ].joined(separator: "\n\n")
  }

  private func section(_ title: String, _ entries: [RunDifference.Entry]) -> String {
    guard !entries.isEmpty else { return "\(title): the same" }
    var table = self.table()
    for entry in entries {
      table.add(ForeignText.visible(entry.path), value(entry.first), value(entry.second))
    }
    return "\(title)\n\(table.text)"
  }

  private var metrics: String {
    guard !difference.metrics.isEmpty else { return "last values: the same" }
    var table = self.table([("difference", .right)])
    for entry in difference.metrics {
      table.add(
        ForeignText.visible(entry.path), number(entry.first?.number), number(entry.second?.number),
        number(entry.change))
    }
    return "last values\n\(table.text)"
  }

  private var weights: String {
    let verdict =
      if let step = difference.firstDifference {
        "weights: other ones after step \(NumberText.grouped(step))"
          + (difference.lastEqual.map {
            "; the same up to step \(NumberText.grouped($0))"
          } ?? ", the first that both recorded")
      } else if let step = difference.lastEqual {
        "weights: the same up to step \(NumberText.grouped(step)), the last that both recorded"
      } else {
        "weights: no step that both recorded"
      }
    guard difference.firstDifference != nil else { return verdict }
    var table = self.table()
    for weights in difference.weights where weights.first != weights.second {
      table.add(
        "step \(NumberText.grouped(weights.step))", digest(weights.first),
        digest(weights.second))
    }
    return "\(verdict)\n\(table.text)"
  }

  private func table(_ more: [(title: String, alignment: Table.Alignment)] = []) -> Table {
    Table(
      [("", .left)]
        + [difference.first, difference.second].map { (ForeignText.visible($0.path), .left) } + more
    )
  }

  private func value(_ value: JSONValue?) -> String {
    value.map { ForeignText.visible($0.plain) } ?? "-"
  }

  private func number(_ value: Double?) -> String {
    value.map { NumberText.significant($0) } ?? "-"
  }

  private func digest(_ text: String?) -> String {
    text.map { ForeignText.visible(String($0.prefix(12))) } ?? "-"
  }
}
