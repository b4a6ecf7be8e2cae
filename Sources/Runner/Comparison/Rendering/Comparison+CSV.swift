import ModelSpec

extension Comparison {
  /// The comparison as CSV: a row for each configuration, metric and kind of value.
  public var csv: String {
    let head =
      ["configuration"] + keys + [
        "metric", "value", "n", "left_out", "mean", "deviation", "low", "high", "rank",
        "made_differently", "baseline", "pairs", "difference", "difference_low", "difference_high",
        "t", "p", "p_holm", "d_z",
      ]
    var lines = [head.map(ForeignText.cell)]
    for table in tables {
      for row in table.rows {
        for kind in table.kinds { lines.append(cells(table, row, kind)) }
      }
    }
    return lines.map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private func cells(_ table: MetricTable, _ row: MetricTable.Row, _ kind: ValueKind) -> [String] {
    func number(_ value: Double?) -> String {
      value.map { JSONValue.number($0).canonical } ?? ""
    }
    let configuration = configurations[row.configuration]
    let mean = row.means[kind]
    let difference = row.differences[kind]?.difference
    let test = row.differences[kind]?.test
    let values = keys.map { key in
      switch configuration.changes[key] {
      case nil: ""
      case .string(let text)?: ForeignText.cell(text)
      case .integer(let value)?: "\(value)"
      case .number(let value)?: number(value)
      case let value?: ForeignText.cell(value.canonical)
      }
    }
    return [ForeignText.cell(configuration.name)] + values + [
      ForeignText.cell(table.name), kind.rawValue, "\(row.count)", "\(row.leftOut)",
      number(mean?.mean), number(mean?.deviation), number(mean?.low), number(mean?.high),
      kind == .final ? row.rank.map { "\($0)" } ?? "" : "",
      table.discrepancies.isEmpty ? "false" : "true",
      difference == nil ? "" : ForeignText.cell(configurations[baseline].name),
      difference.map { "\($0.count)" } ?? "", number(difference?.mean), number(difference?.low),
      number(difference?.high), number(test?.t), number(test?.p), number(test?.corrected),
      number(test?.effect),
    ]
  }
}
