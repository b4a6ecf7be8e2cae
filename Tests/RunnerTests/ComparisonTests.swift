import Foundation
import ModelSpec
import Runner
import Testing

@Suite struct ComparisonTests {
  let records: RecordedRuns

  init() throws {
    records = try RecordedRuns()
  }

  /// Two configurations of two seeds: swd ends at 6 and 8, and at 5 and 4.
  private func sweep(kind: String = "sweep", names: [String] = ["a", "b"]) throws {
    try records.lock(
      "s", kind: kind,
      [
        (names[0], "{lr: 1, same: x}", 1), (names[0], "{lr: 1, same: x}", 2),
        (names[1], "{lr: 2, same: x}", 1), (names[1], "{lr: 2, same: x}", 2),
      ])
    let values = [[8, 5, 7, 6], [9, 9, 9, 8], [9, 4, 6, 5], [3, 9, 9, 4]] as [[Double]]
    for (number, swd) in values.enumerated() {
      try records.finish("s/\(RecordedRuns.id(number))", swd: swd, seed: number % 2 + 1)
    }
  }

  private func table(_ comparison: Comparison, _ name: String = "swd") throws -> MetricTable {
    try #require(comparison.tables.first { $0.name == name })
  }

  @Test func valuesAreOfTheLog() throws {
    try sweep()
    let comparison = try records.compare("s")
    let trial = try #require(comparison.configurations.first?.trials.first)
    let swd = try #require(trial.measures?.values["swd"])
    #expect(swd.final == 6 && swd.best == 5)
    // Of steps 16 to 20.
    #expect(swd.lastQuarter == 6)
    let loss = try #require(trial.measures?.values["loss/discriminator"])
    #expect(loss.final == 20 && loss.best == nil && loss.lastQuarter == 18)
  }

  @Test func meansAndDifferencesAreOverSeeds() throws {
    try sweep()
    let comparison = try records.compare("s")
    #expect(comparison.keys == ["lr"])
    #expect(
      comparison.tables.map(\.name) == [
        "swd", "loss/discriminator", "loss/generator", "d_real", "d_fake",
      ])
    let rows = try table(comparison).rows
    #expect(rows.map { $0.means[.final]?.mean } == [7, 4.5])
    #expect(rows.map { $0.means[.best]?.mean } == [6.5, 3.5])
    #expect(rows.map(\.rank) == [2, 1])
    #expect(rows[0].differences.isEmpty)
    // 5 - 6 and 4 - 8.
    let difference = try #require(rows[1].differences[.final])
    #expect(difference.difference.mean == -2.5)
    #expect(difference.difference.count == 2)
    #expect(abs((difference.test?.t ?? 0) + 2.5 / 1.5) < 1e-12)
    // A loss is never ranked, and its differences are all 0.
    let loss = try table(comparison, "loss/generator").rows
    #expect(loss.allSatisfy { $0.rank == nil })
    #expect(loss[1].differences[.final]?.test == nil)
  }

  @Test func baselineIsTheAblationsOwnOrChosen() throws {
    try sweep(kind: "ablation", names: ["other", "baseline"])
    #expect(try records.compare("s").baseline == 1)
    let chosen = try records.compare("s", .init(baseline: "other"))
    #expect(chosen.baseline == 0)
    #expect(try table(chosen).rows[1].differences[.final]?.difference.mean == -2.5)
    #expect(
      throws: RunError.badOption(
        name: "--baseline", value: "none", expected: "a configuration: other, baseline")
    ) { try records.compare("s", .init(baseline: "none")) }
  }

  @Test func partsComeOnRequest() throws {
    try sweep()
    let asked = try records.compare("s", .init(metrics: ["swd/16x16", "d_real"]))
    #expect(asked.tables.map(\.name) == ["swd/16x16", "d_real"])
    #expect(asked.tables[0].lessIsBetter == true)
    #expect(throws: RunError.self) { try records.compare("s", .init(metrics: ["fid"])) }
  }

  @Test func whatIsNotFinishedEntersNoMean() throws {
    try records.lock(
      "s", (0..<5).map { ("a", "{}", $0) } + [("b", "{}", 9)])
    try records.finish("s/\(RecordedRuns.id(0))", swd: [1, 1, 1, 2], seed: 0)
    try records.finish("s/\(RecordedRuns.id(1))", seed: 1, status: "diverged")
    try records.begin("s/\(RecordedRuns.id(2))", seed: 2)
    try records.begin("s/\(RecordedRuns.id(3))", seed: 3)
    try records.write(
      """
      {"failed": {"\(RecordedRuns.id(3))": {"attempts": 2, "reason": "killed by signal 9"}},
       "stopped": {"\(RecordedRuns.id(5))":
         {"step": 5, "rank": 2, "of": 3, "metric": "swd", "value": 4}}}
      """, to: "s/sweep.json")
    let comparison = try records.compare("s")
    #expect(
      comparison.trials.map(\.state.word) == [
        "finished", "diverged", "interrupted", "failed", "new", "stopped",
      ])
    #expect(comparison.trials[3].reason == "killed by signal 9")
    let rows = try table(comparison).rows
    #expect(rows[0].count == 1 && rows[0].leftOut == 4)
    #expect(rows[0].means[.final]?.mean == 2 && rows[0].means[.final]?.margin == nil)
    #expect(rows[1].count == 0 && rows[1].means.isEmpty && rows[1].rank == nil)
    for text in [comparison.markdown, comparison.csv] { #expect(text.contains("4")) }
    #expect(comparison.markdown.contains("after step 5, place 2 of 3 by swd"))
  }

  @Test func whatWasMadeDifferentlyIsNotRanked() throws {
    try sweep()
    try records.finish("s/\(RecordedRuns.id(2))", seed: 1, samples: 32)
    let mixed = try table(records.compare("s"))
    #expect(mixed.rows.allSatisfy { $0.rank == nil })
    #expect(mixed.rows[1].means.isEmpty)
    #expect(mixed.discrepancies.map(\.key) == ["samples"])
    #expect(mixed.discrepancies[0].values.map(\.value) == ["32", "64"])
    #expect(mixed.discrepancies[0].values.map(\.configurations) == [[1], [0, 1]])
    try records.finish("s/\(RecordedRuns.id(3))", swd: [1, 1, 1, 1], seed: 2, samples: 32)
    let apart = try table(records.compare("s"))
    #expect(apart.rows[1].means[.final]?.mean == 3.5)
    #expect(apart.rows[1].differences.isEmpty && apart.rows[1].rank == nil)
    #expect(try table(records.compare("s"), "d_real").discrepancies.isEmpty)
  }

  @Test(arguments: ["arithmetic", "data"])
  func anotherArithmeticOrOtherImagesAreAnotherWay(_ key: String) throws {
    try sweep()
    for number in [2, 3] {
      try records.finish(
        "s/\(RecordedRuns.id(number))", seed: number - 1,
        arithmetic: key == "arithmetic" ? "cpu-3" : "cpu-4", data: key == "data" ? "ee" : "dd")
    }
    #expect(try table(records.compare("s")).discrepancies.map(\.key) == [key])
  }

  /// An evaluation of a run that was made otherwise than its last one doesn't count.
  @Test func onlyEvaluationsAsTheLastOneCount() throws {
    try sweep()
    let path = "s/\(RecordedRuns.id(0))/metrics.jsonl"
    let text = String(decoding: try records.folder.bytes("runs/\(path)"), as: UTF8.self)
    let lines = text.split(separator: "\n").map { line in
      line.contains(#""swd":5.0"#)
        ? line.replacingOccurrences(of: #""samples":64"#, with: #""samples":65"#) : String(line)
    }
    #expect(lines.joined(separator: "\n") != text.dropLast())
    try records.write(lines.joined(separator: "\n"), to: path)
    #expect(try records.compare("s").trials[0].measures?.values["swd"]?.best == 6)
  }

  @Test func damagedRecordsAreNamed() throws {
    try sweep()
    let path = "s/\(RecordedRuns.id(1))/metrics.jsonl"
    for text in ["{\"step\":1,", "{\"step\":x}\n", "[1]\n", "{\"step\":1} \n"] {
      try records.write(text, to: path)
      #expect(throws: RunError.damagedRecord(path: "\(records.runs)/\(path)")) {
        try records.compare("s")
      }
    }
  }

  @Test func markdownHoldsNothingOfTheMachine() throws {
    try sweep()
    let markdown = try records.compare("s").markdown
    #expect(!markdown.contains(records.runs) && !markdown.contains("/" + RecordedRuns.id(0)))
    #expect(
      markdown.hasPrefix(
        """
        # `s`

        sweep of 2 configurations, 4 trials: 4 finished

        | configuration | `lr` | seeds | trials |
        |---|---:|---|---|
        | `a` | 1 | 1, 2 | 2 finished |
        | `b` | 2 | 1, 2 | 2 finished |

        ## `swd`, less is better

        | configuration | n | final | best | last quarter | rank |
        |---|---:|---:|---:|---:|---:|
        | `a` | 2 | 7 ± 12.7062 | 6.5 ± 19.0593 | 7 ± 12.7062 | 2 |
        | `b` | 2 | 4.5 ± 6.3531 | 3.5 ± 6.3531 | 4.5 ± 6.3531 | 1 |

        Difference to `a`, paired by seed:

        | configuration | value | pairs | difference | 95 % interval | d_z | p | p by Holm |
        |---|---|---:|---:|---:|---:|---:|---:|
        | `b` | final | 2 | -2.5 | -21.5593 to 16.5593 | -1.17851 | 0.344042 | 0.344042 |

        """.dropLast()))
    #expect(try records.compare("s").markdown == markdown)
  }

  @Test func textsOfOthersDoNoHarm() throws {
    let name = "<b>|`x`\u{1b}[31m=1, \"q\""
    try records.lock(
      "s", [(name, "{=cmd: '-1', k: \"@a,b\\n\\e[1m\"}", 1), ("b", "{}", 1)])
    try records.finish("s/\(RecordedRuns.id(0))")
    let comparison = try records.compare("s")
    let markdown = comparison.markdown
    #expect(markdown.contains("| ``<b>\\|`x`\\u{1b}[31m=1, \"q\"`` |"))
    #expect(markdown.contains("| `=cmd` |"))
    let csv = comparison.csv
    #expect(csv.hasPrefix("configuration,'=cmd,k,metric,"))
    #expect(
      csv.contains("\n\"<b>|`x`\\u{1b}[31m=1, \"\"q\"\"\",'-1,\"'@a,b\\u{a}\\u{1b}[1m\",swd,"))
    for text in [markdown, csv, comparison.json.canonical] {
      #expect(!text.contains("\u{1b}"))
    }
  }
}
