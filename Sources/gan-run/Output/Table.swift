/// Text in columns.
struct Table {
  /// How a column is aligned.
  enum Alignment {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]]

  init(_ columns: (title: String, alignment: Alignment)...) {
    self.init(columns)
  }

  init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = columns.allSatisfy { $0.title.isEmpty } ? [] : [columns.map(\.title)]
  }

  /// Adds a row.
  mutating func add(_ cells: String...) {
    add(cells)
  }

  /// Adds a row.
  mutating func add(_ cells: [String]) {
    rows.append(cells)
  }

  /// The rows with two spaces before and between columns, and none at their ends.
  var text: String {
    let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let line = zip(row, zip(widths, alignments)).map { cell, column in
        let space = String(repeating: " ", count: column.0 - cell.count)
        return column.1 == .left ? cell + space : space + cell
      }.joined(separator: "  ")
      return "  " + line[...].trimmingEnd
    }.joined(separator: "\n")
  }
}

extension Substring {
  /// The text without spaces at its end.
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
