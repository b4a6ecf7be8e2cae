extension Comparison {
  /// The comparison as Markdown for version control: equal results are equal bytes.
  ///
  /// It holds no time, host or path, and numbers of six significant digits.
  public var markdown: String {
    let sections = ComparisonPage(self).sections.enumerated().map { index, section in
      let heading = "\(index == 0 ? "#" : "##") \(Self.text(section.heading))"
      return ([heading] + section.blocks.map(Self.text)).joined(separator: "\n\n")
    }
    return (sections + [Self.explanation]).joined(separator: "\n\n") + "\n"
  }

  private static let explanation = """
    *n* is the number of finished trials, and ± the 95 % confidence interval of their mean by \
    Student's t. *Last quarter* is the mean over what was logged in the last quarter of the steps. \
    *d_z* is the mean difference over the standard deviation of the differences, *p* that of the \
    paired t-test, and Holm's correction is over the configurations of a table.
    """

  private static func text(_ block: ComparisonPage.Block) -> String {
    switch block {
    case .text(let pieces): text(pieces)
    case .grid(let grid):
      ([row(grid.columns.map(\.title)), "|" + grid.columns.map(\.isNumber).map(rule).joined()]
        + grid.rows.map(row)).joined(separator: "\n")
    }
  }

  private static func text(_ pieces: [ComparisonPage.Piece]) -> String {
    pieces.map { $0.text { ForeignText.code($0) } }.joined()
  }

  private static func row(_ cells: [ComparisonPage.Piece]) -> String {
    "|" + cells.map { " \($0.text { ForeignText.code($0, inTable: true) }) |" }.joined()
  }

  private static func rule(_ isNumber: Bool) -> String {
    isNumber ? "---:|" : "---|"
  }
}
