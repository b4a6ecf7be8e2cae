import Metrics
import ModelSpec

/// What a comparison's sections say.
struct ComparisonLayout {
  typealias Piece = ComparisonPage.Piece
  typealias Grid = ComparisonPage.Grid

  let comparison: Comparison

  /// More paths than this stand in rows, where they have room.
  private static let mostColumns = 6
  /// More names than this are not listed.
  private static let mostNames = 8

  private var configurations: [Comparison.Configuration] { comparison.configurations }

  /// What is compared, and what its configurations are.
  var overview: ComparisonPage.Section {
    let heading: [Piece] =
      comparison.name.map { [.foreign($0)] } ?? [
        .words(count(configurations.count, "configuration"))
      ]
    let kind = comparison.kind == .single ? "" : "\(comparison.kind.rawValue) of "
    let trials = count(comparison.trials.count, comparison.kind == .single ? "run" : "trial")
    let summary =
      "\(kind)\(count(configurations.count, "configuration")), \(trials): "
      + TrialState.countsText(comparison.trials.map(\.state.word))
    var blocks: [ComparisonPage.Block] = [.text([.words(summary)]), .grid(overviewGrid)]
    if comparison.keys.count > Self.mostColumns { blocks.append(.grid(keysGrid)) }
    return .init(heading: heading, blocks: blocks)
  }

  private var overviewGrid: Grid {
    let keys = comparison.keys.count > Self.mostColumns ? [] : comparison.keys
    var grid = Grid(
      columns: [(.words("configuration"), false)] + keys.map { (.foreign($0), true) } + [
        (.words("seeds"), false), (.words("trials"), false),
      ])
    for configuration in configurations {
      grid.rows.append(
        [.foreign(configuration.name)] + keys.map { value(configuration, $0) } + [
          .words(list(configuration.trials.map { "\($0.seed)" })),
          .words(TrialState.countsText(configuration.trials.map(\.state.word))),
        ])
    }
    return grid
  }

  /// What differs, a path a row.
  private var keysGrid: Grid {
    var grid = Grid(
      columns: [(.words("what differs"), false)]
        + configurations.map { (.foreign($0.name), true) })
    for key in comparison.keys {
      grid.rows.append([.foreign(key)] + configurations.map { value($0, key) })
    }
    return grid
  }

  /// A metric.
  func section(_ table: MetricTable) -> ComparisonPage.Section {
    let caution = MetricCatalogue.caution(table.name).map { " (\($0))" } ?? ""
    let direction =
      table.lessIsBetter.map { ($0 ? ", less is better" : ", more is better") + caution } ?? ""
    var blocks: [ComparisonPage.Block] = []
    if !table.discrepancies.isEmpty { blocks.append(.text(note(table))) }
    blocks.append(.grid(means(table)))
    if let grid = differences(table) {
      blocks.append(
        .text([
          .words("Difference to "), .foreign(configurations[comparison.baseline].name),
          .words(", paired by seed:"),
        ]))
      blocks.append(.grid(grid))
    }
    return .init(heading: [.foreign(table.name), .words(direction)], blocks: blocks)
  }

  private func means(_ table: MetricTable) -> Grid {
    let isRanked = table.rows.contains { $0.rank != nil }
    let hasGaps = table.rows.contains { $0.leftOut > 0 }
    var grid = Grid(
      columns: [(.words("configuration"), false), (.words("n"), true)]
        + (hasGaps ? [(.words("left out"), true)] : [])
        + table.kinds.map { (.words($0.words), true) } + (isRanked ? [(.words("rank"), true)] : []))
    for row in table.rows {
      var cells: [Piece] = [.foreign(configurations[row.configuration].name), .count(row.count)]
      if hasGaps { cells.append(.count(row.leftOut)) }
      cells += table.kinds.map { kind in row.means[kind].map { .mean($0) } ?? .none }
      if isRanked { cells.append(row.rank.map { .count($0) } ?? .none) }
      grid.rows.append(cells)
    }
    return grid
  }

  /// The paired differences; nil where no configuration has two pairs.
  private func differences(_ table: MetricTable) -> Grid? {
    var grid = Grid(columns: [
      (.words("configuration"), false), (.words("value"), false), (.words("pairs"), true),
      (.words("difference"), true), (.words("95 % interval"), true), (.words("d_z"), true),
      (.words("p"), true), (.words("p by Holm"), true),
    ])
    var isWorthIt = false
    for row in table.rows {
      for kind in table.kinds {
        guard let paired = row.differences[kind] else { continue }
        let (mean, test) = (paired.difference, paired.test)
        isWorthIt = isWorthIt || mean.count > 1
        let interval = mean.low.flatMap { low in
          mean.high.map { Piece.interval(low: low, high: $0) }
        }
        grid.rows.append([
          .foreign(configurations[row.configuration].name), .words(kind.words), .count(mean.count),
          .number(mean.mean), interval ?? .none, test.map { .number($0.effect) } ?? .none,
          test.map { .number($0.p) } ?? .none, test.map { .number($0.corrected) } ?? .none,
        ])
      }
    }
    return isWorthIt ? grid : nil
  }

  private func note(_ table: MetricTable) -> [Piece] {
    var pieces: [Piece] = [
      .words("Made in different ways, so not ranked, and compared only where alike.")
    ]
    for discrepancy in table.discrepancies {
      pieces += [.words(" "), .foreign(discrepancy.key), .words(": ")]
      for (index, entry) in discrepancy.values.enumerated() {
        let names = entry.configurations.map { configurations[$0].name }
        if index > 0 { pieces.append(.words("; ")) }
        pieces += [.foreign(entry.value), .words(" in ")]
        for (index, name) in names.prefix(Self.mostNames).enumerated() {
          if index > 0 { pieces.append(.words(", ")) }
          pieces.append(.foreign(name))
        }
        if names.count > Self.mostNames {
          pieces.append(.words(" and \(names.count - Self.mostNames) more"))
        }
      }
      pieces.append(.words("."))
    }
    return pieces
  }

  /// The trials that means leave out; nil where there are none.
  var unfinished: ComparisonPage.Section? {
    var grid = Grid(columns: [
      (.words("configuration"), false), (.words("seed"), true), (.words("id"), false),
      (.words("status"), false), (.words("why"), false),
    ])
    for configuration in configurations {
      for trial in configuration.trials where trial.measures == nil {
        grid.rows.append([
          .foreign(configuration.name), .words("\(trial.seed)"), .foreign(trial.id),
          .words(trial.state.word), trial.reason.map { .foreign($0) } ?? .none,
        ])
      }
    }
    guard !grid.rows.isEmpty else { return nil }
    return .init(heading: [.words("Left out of all means")], blocks: [.grid(grid)])
  }

  private func value(_ configuration: Comparison.Configuration, _ key: String) -> Piece {
    switch configuration.changes[key] {
    case nil: .none
    case .integer(let value)?: .words("\(value)")
    case .number(let value)?: .words(JSONValue.number(value).canonical)
    case let value?: .foreign(value.plain)
    }
  }

  private func list(_ words: [String]) -> String {
    let shown = words.prefix(Self.mostNames).joined(separator: ", ")
    return words.count > Self.mostNames
      ? "\(shown) and \(words.count - Self.mostNames) more" : shown
  }

  private func count(_ count: Int, _ noun: String) -> String {
    "\(NumberText.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }
}

extension ValueKind {
  fileprivate var words: String {
    switch self {
    case .final: "final"
    case .best: "best"
    case .lastQuarter: "last quarter"
    }
  }
}
