import ArgumentParser
import ModelSpec
import Runner

/// Compares the configurations of a sweep, or runs.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare the configurations of a sweep or an ablation, or several runs.",
    discussion: """
      A sweep is given by its name, its folder, or its spec; runs as in 'sample'. Runs that differ \
      in the seed alone are one configuration. docs/compare.md says what is worked out.
      """)

  @Argument(help: ArgumentHelp("A sweep, or runs.", valueName: "sweep|run"))
  var names: [String]

  @Option(help: ArgumentHelp("Where the runs are.", valueName: "dir"))
  var runs = "runs"

  @Option(help: "How results are printed.")
  var format = Format.table

  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp(
      "A metric to show, such as swd or swd/16x16; can be repeated. All but parts if not given.",
      valueName: "name"))
  var metrics: [String] = []

  @Option(
    help: ArgumentHelp(
      "The configuration that others are compared with; 'baseline' of an ablation, else the first.",
      valueName: "name"))
  var baseline: String?

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv, markdown
  }

  func run() throws {
    let comparison = try Comparison(
      words: names, runs: runs, options: .init(metrics: metrics, baseline: baseline))
    switch format {
    case .table: Output.line(ComparisonText(comparison).text)
    case .json: Output.line(comparison.json.canonical)
    case .csv: Output.text(comparison.csv)
    case .markdown: Output.text(comparison.markdown)
    }
  }
}
