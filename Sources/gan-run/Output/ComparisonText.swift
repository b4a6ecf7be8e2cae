import Runner

/// The text of `compare`.
struct ComparisonText {
  let text: String

  init(_ comparison: Comparison) {
    text = ComparisonPage(comparison).sections.map { section in
      ([Self.text(section.heading)] + section.blocks.map(Self.text)).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  private static func text(_ block: ComparisonPage.Block) -> String {
    switch block {
    case .text(let pieces): return "  " + text(pieces)
    case .grid(let grid):
      var table = Table(grid.columns.map { (cell($0.title), $0.isNumber ? .right : .left) })
      for row in grid.rows { table.add(row.map(cell)) }
      return table.text
    }
  }

  private static func text(_ pieces: [ComparisonPage.Piece]) -> String {
    pieces.map(cell).joined()
  }

  private static func cell(_ piece: ComparisonPage.Piece) -> String {
    piece.text { ForeignText.visible($0) }
  }
}
