/// A comparison as headings, paragraphs and tables, for whoever prints it.
package struct ComparisonPage: Sendable {
  /// A piece of text.
  package enum Piece: Hashable, Sendable {
    /// Our own words.
    case words(String)
    /// What a spec or a record brings along.
    case foreign(String)
    /// A number.
    case number(Double)
    /// A count.
    case count(Int)
    /// A mean, with the margin of its interval where it has one.
    case mean(SampleMean)
    /// An interval.
    case interval(low: Double, high: Double)
    /// Nothing.
    case none
  }

  /// A table.
  package struct Grid: Sendable {
    /// What stands at the columns' heads; those of numbers are aligned right.
    package let columns: [(title: Piece, isNumber: Bool)]
    /// The rows.
    package var rows: [[Piece]] = []
  }

  /// A paragraph or a table.
  package enum Block: Sendable {
    /// A paragraph.
    case text([Piece])
    /// A table.
    case grid(Grid)
  }

  /// A heading with what belongs to it.
  package struct Section: Sendable {
    /// The heading.
    package let heading: [Piece]
    /// What follows.
    package let blocks: [Block]
  }

  /// The sections, the one of the whole first.
  package let sections: [Section]

  /// Lays out a comparison.
  package init(_ comparison: Comparison) {
    let layout = ComparisonLayout(comparison: comparison)
    sections =
      [layout.overview] + comparison.tables.map(layout.section)
      + (layout.unfinished.map { [$0] } ?? [])
  }
}

extension ComparisonPage.Piece {
  /// The piece as plain text, where foreign text is written by `foreign`.
  package func text(foreign: (String) -> String) -> String {
    switch self {
    case .words(let words): words
    case .foreign(let text): foreign(text)
    case .number(let value): NumberText.significant(value)
    case .count(let count): "\(count)"
    case .mean(let mean):
      NumberText.significant(mean.mean)
        + (mean.margin.map { " ± \(NumberText.significant($0))" } ?? "")
    case .interval(let low, let high):
      "\(NumberText.significant(low)) to \(NumberText.significant(high))"
    case .none: ""
    }
  }
}
