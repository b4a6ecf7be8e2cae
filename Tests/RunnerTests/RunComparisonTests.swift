import Foundation
import ModelSpec
import Runner
import Testing

/// Runs on their own.
@Suite struct RunComparisonTests {
  let records: RecordedRuns

  init() throws {
    records = try RecordedRuns()
  }

  private func compare(_ words: String..., options: Comparison.Options = .init()) throws
    -> Comparison
  {
    try Comparison(words: words, runs: records.runs, options: options)
  }

  @Test func seedsAreOneConfiguration() throws {
    for (number, spec) in ["lr: 0.1", "lr: 0.1", "lr: 0.2", "lr: 0.2"].enumerated() {
      try records.finish("x/\(RecordedRuns.id(number))", seed: number % 2 + 1, spec: spec)
    }
    let comparison = try compare("x/000000000000", "000000000001", "000000000002", "000000000003")
    #expect(comparison.name == nil)
    // Neither the data's place nor what is logged when changes a weight.
    #expect(comparison.keys == ["optimizer.generator.adam.lr"])
    #expect(comparison.configurations.map(\.name) == ["lr=0.1", "lr=0.2"])
    #expect(comparison.configurations.map { $0.trials.map(\.seed) } == [[1, 2], [1, 2]])
    // The same run again, and a copy of it.
    try records.finish("copy/000000000001", seed: 2)
    let again = try compare(
      "x/000000000000", "x/000000000001", "\(records.runs)/x/000000000001", "copy/000000000001")
    #expect(again.trials.count == 2)
    #expect(try compare("000000000002", "000000000003").keys.isEmpty)
  }

  @Test func layersDifferByTheirPlaces() throws {
    try records.finish("x/000000000001")
    try records.finish("y/000000000002", spec: "lr: 0.1, eps: 1")
    let path = "y/000000000002/resolved.yaml"
    let text = String(decoding: try records.folder.bytes("runs/\(path)"), as: UTF8.self)
    try records.write(text.replacingOccurrences(of: "{at: 3, relu", with: "{at: 4, relu"), to: path)
    let comparison = try compare("x", "y")
    #expect(comparison.configurations.map(\.name) == ["x", "y"])
    #expect(comparison.keys == ["generator.3", "generator.4", "optimizer.generator.adam.eps"])
    #expect(comparison.configurations[0].changes["generator.3"]?.plain == #"{"at":3,"relu":{}}"#)
    #expect(comparison.configurations[0].changes["generator.4"] == nil)
  }

  @Test func otherDataAndArithmeticAreOtherConfigurations() throws {
    try records.finish("x/000000000001")
    try records.finish("x/000000000002", data: "ee")
    try records.finish("x/000000000003", arithmetic: "cpu-2")
    let comparison = try compare("000000000001", "000000000002", "000000000003")
    #expect(comparison.keys == ["arithmetic", "data digest"])
    #expect(comparison.configurations.count == 3)
    #expect(comparison.tables.first?.rows.allSatisfy { $0.rank == nil } == true)
  }

  @Test func aSweepBesideOthersStandsForItsTrials() throws {
    try records.lock("s", [("a", "{}", 1), ("b", "{}", 2)])
    try records.finish("s/000000000000", spec: "lr: 0.1")
    try records.finish("x/000000000007", spec: "lr: 0.2")
    let comparison = try compare("s", "x", options: .init(baseline: "x"))
    #expect(comparison.trials.map(\.id) == ["000000000000", "000000000007"])
    #expect(comparison.kind == .single && comparison.baseline == 1)
    #expect(throws: RunError.noSuchRun("t", runs: records.runs)) { try compare("s", "t") }
  }
}
