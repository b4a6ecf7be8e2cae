import Foundation
import Testing

@Suite(.serialized) struct RecordCommandTests {
  let folder: TemporaryFolder
  let program: Program
  static let sweep = "sweep: {grid: {loss.label_smoothing.fake: [0, 0.1]}, seeds: 2}\n"

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try write(tinySpec(steps: 12) + Self.sweep)
  }

  private func write(_ spec: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/specs", withIntermediateDirectories: true)
    try folder.write(spec, to: "specs/tiny.yaml")
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
  }

  @Test func equalResultsAreEqualBytes() throws {
    let trials = try program.sweep("specs/tiny.yaml")
    let first = try program.run("record", "specs/tiny.yaml")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("specs/results/tiny."))
    let record = try text("specs/results/tiny.yaml")
    #expect(record.contains("\nspec: ../tiny.yaml\n"))
    #expect(trials.allSatisfy { record.contains($0) })
    // A digest is a line.
    let weights = record.split(separator: "\n").filter {
      $0.wholeMatch(of: #/      (\d+): "?[0-9a-f]{64}"?/#) != nil
    }
    #expect(
      weights.map { String($0.prefix { $0 != ":" }.drop { $0 == " " }) }
        == Array(repeating: ["1", "2", "5", "10", "12"], count: 4).flatMap { $0 })
    #expect(record.contains("\nmade:\n"))
    #expect(!record.contains("    made:"))

    // Trained again in other folders, at another time, on other threads, by other checkpoints.
    try write(tinySpec(steps: 12, checkpointEvery: 3) + Self.sweep)
    try program.sweep("specs/tiny.yaml", runs: "other", options: ["--threads", "3"])
    let name = "specs/results/tiny.yaml"
    let before = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
    for word in ["tiny", "other/tiny", "specs/tiny.yaml"] {
      let again = try program.run("record", word, "--runs", "other")
      #expect(again.status == 0, "\(again.errors)")
      #expect(again.output == first.output)
      #expect(try text(name) == record)
    }
    let after = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
    #expect(after[.modificationDate] as? Date == before[.modificationDate] as? Date)
  }

  @Test func itStandsBesideTheSpecWhereverItIsAskedFrom() throws {
    try program.sweep("specs/tiny.yaml")
    #expect(try program.run("record", "specs/tiny.yaml").status == 0)
    let expected = try text("specs/results/tiny.yaml")
    try folder.remove("specs/results")
    let done = try program.run(
      "record", "../specs/tiny.yaml", "--runs", "../runs", through: "mkdir -p sub && cd sub")
    #expect(done.status == 0)
    #expect(done.errors == "")
    #expect(try text("specs/results/tiny.yaml") == expected)
  }

  @Test func anotherFolderHasTheSpecRelativeToIt() throws {
    try program.sweep("specs/tiny.yaml")
    let done = try program.run("record", "tiny", "--out", "a/b", "--format", "json")
    #expect(done.status == 0)
    #expect(done.output.hasPrefix("[\"a/b/tiny."))
    #expect(try text("a/b/tiny.yaml").contains("\nspec: ../../specs/tiny.yaml\n"))
  }

  @Test func aSpecThatHasChangedSinceIsSaid() throws {
    try program.sweep("specs/tiny.yaml")
    #expect(try program.run("record", "tiny").errors == "")
    try write("# Changed\n" + tinySpec(steps: 12) + Self.sweep)
    let done = try program.run("record", "tiny")
    #expect(done.status == 0)
    #expect(done.errors.contains("isn't what the sweep was read from any more"))
  }

  @Test func anIncompleteSweepIsRefused() throws {
    let trials = try program.sweep("specs/tiny.yaml", without: 1)
    let refused = try program.run("record", "tiny")
    #expect(refused.status == 66)
    #expect(refused.errors.contains("1 of 4 trials have no outcome: fake=0.1, seed 2 (new)"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/specs/results"))

    // What failed or was cut short has an outcome, and no weights but those up to there.
    try folder.remove("runs/tiny/\(trials[2])/result.json")
    try folder.write(
      """
      {"failed": {"\(trials[3])": {"attempts": 2, "reason": "killed by signal 9"}},
       "stopped": {"\(trials[2])":
         {"step": 6, "rank": 2, "of": 2, "metric": "swd", "value": 1.2345678}}}
      """, to: "runs/tiny/sweep.json")
    #expect(try program.run("record", "tiny").status == 0)
    let record = try text("specs/results/tiny.yaml")
    let parts = record.components(separatedBy: "\n  - ")
    #expect(parts[4].contains("status: failed") && !parts[4].contains("reason"))
    #expect(parts[4].contains("\n    weights: {}"))
    #expect(parts[3].contains("status: stopped") && parts[3].contains("value: 1.23457}"))
    #expect(parts[3].contains("\n      5: ") && !parts[3].contains("\n      10: "))
  }

  @Test func aSweepThatIsNotThere() throws {
    for word in ["none", "specs/tiny.yaml", "", "."] {
      let refused = try program.run("record", word)
      #expect(refused.status == 66)
      #expect(refused.errors.contains("no sweep '"))
    }
  }

  /// Names in files lead nowhere.
  @Test(arguments: ["../../x", "/tmp/x", "", "..", "a/b"])
  func hostileNamesAreRefused(_ name: String) throws {
    try program.sweep("specs/tiny.yaml")
    let lock = try text("runs/tiny/sweep.lock.yaml")
    let before = try folder.contents(of: "").keys
    let id = String(try #require(lock.firstMatch(of: /id: "?[0-9a-f]{12}"?/)?.0))
    for (old, new) in [("\nname: tiny\n", "\nname: \"\(name)\"\n"), (id, "id: \"\(name)\"")] {
      #expect(lock.contains(old))
      try folder.write(
        lock.replacingOccurrences(of: old, with: new), to: "runs/tiny/sweep.lock.yaml")
      let refused = try program.run("record", "tiny", "--out", "out/in")
      #expect(refused.status == 65)
      #expect(try folder.contents(of: "").keys == before)
    }
  }
}
