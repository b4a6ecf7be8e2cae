import Foundation
import Testing

@Suite(.serialized) struct PlanCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try write("")
  }

  private func write(_ variation: String, _ old: String = "", _ new: String = "") throws {
    try folder.write(
      tinySpec().replacingOccurrences(of: old, with: new) + variation, to: "tiny.yaml")
  }

  private func rows(_ text: String) -> [String] {
    text.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
  }

  private func trials(_ text: String) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return try #require(object?["trials"] as? [[String: Any]])
  }

  @Test func showsATable() throws {
    try write("sweep: {grid: {train.batch: [4, 8], train.steps: [5, 50]}, seeds: 2}\n")
    let plan = try program.run("plan", "tiny.yaml", "train.new_fakes=true")
    #expect(plan.status == 0)
    #expect(plan.errors == "")
    let rows = rows(plan.output)
    #expect(rows.count == 10)
    #expect(rows[0] == "tiny.yaml: sweep of 8 configurations")
    #expect(rows[1] == "id changes seed memory")
    let cells = rows[3].split(separator: " ")
    #expect(cells[0].count == 12 && cells[0].allSatisfy(\.isHexDigit))
    #expect(rows[3].contains(" train.batch=4, train.steps=5 2 "))
    #expect(rows[9].contains(" train.batch=8, train.steps=50 2 "))
  }

  @Test func estimatesTimes() throws {
    try write("sweep: {grid: {train.batch: [4, 8], train.steps: [50, 500]}}\n")
    let plan = try program.run("plan", "tiny.yaml", "--time", "--format", "json")
    let seconds = try trials(plan.output).compactMap { $0["seconds"] as? Double }
    #expect(seconds.count == 4)
    // Those of one shape are timed once.
    for pair in [0, 2] { #expect(abs(seconds[pair + 1] - 10 * seconds[pair]) < 1e-9) }
    #expect(seconds.allSatisfy { $0 > 0 })
    let text = try program.run("plan", "tiny.yaml", "--time")
    #expect(rows(text.output)[1] == "id changes seed memory time")
    #expect(
      text.output.contains("time of all steps, one trial at a time, evaluations aside: about "))
  }

  @Test func anAblationNamesItsVariants() throws {
    try write("ablation: {variants: {hard: {loss.label_smoothing.real: 0}}, seeds: [3, 4]}\n")
    let plan = try program.run("plan", "tiny.yaml")
    let rows = rows(plan.output)
    #expect(
      rows.map { $0.split(separator: " ").dropFirst().first ?? "" }.dropFirst() == [
        "name", "baseline", "baseline", "hard", "hard",
      ])
    #expect(rows[4].contains(" hard loss.label_smoothing.real=0 3 "))
  }

  @Test func printsJSON() throws {
    try write("sweep: {grid: {optimizer.adam.lr: [1e-3, 2e-4], loss.label_smoothing.real: [0]}}\n")
    let plan = try program.run("plan", "tiny.yaml", "--format", "json")
    #expect(plan.status == 0)
    let trials = try trials(plan.output)
    #expect(trials.count == 2)
    #expect(trials.map { $0["name"] as? String } == ["lr=0.001, real=0", "lr=0.0002, real=0"])
    let changes = try #require(trials[1]["changes"] as? [String: Double])
    #expect(changes == ["optimizer.adam.lr": 2e-4, "loss.label_smoothing.real": 0])
    #expect(trials[1]["seed"] as? Int == 1)
    #expect((trials[1]["memory_bytes"] as? Int ?? 0) > 0)
  }

  @Test func theIdsAreThoseOfTheRuns() throws {
    try write("sweep: {list: [{}, {train.steps: 3}], seeds: [6]}\n")
    let json = try program.run("plan", "tiny.yaml", "--format", "json")
    let ids = try trials(json.output).map { $0["id"] as? String }
    try write("")
    #expect(try program.run("tiny.yaml", "seed=6", "train.steps=3", "--quiet").status == 0)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/runs/tiny") == [ids[1]])
  }

  @Test func whatMeansTheSameIsOneTrial() throws {
    try write("sweep: {list: [{train.batch: 4}, {train.batch: 8 // 2}, {train.batch: 8}, {}]}\n")
    let plan = try program.run("plan", "tiny.yaml")
    let rows = rows(plan.output)
    #expect(rows[0] == "tiny.yaml: sweep of 4 configurations, 2 to train")
    #expect(rows[2].contains("train.batch=4 1 "))
    #expect(rows[3].hasSuffix(" the same as above") && rows[3].contains("train.batch=\"8 // 2\""))
    #expect(rows[2].prefix(12) == rows[3].prefix(12) && rows[3].prefix(12) != rows[4].prefix(12))
    let trials = try trials(program.run("plan", "tiny.yaml", "--format", "json").output)
    #expect(trials.count == 2)
    let same = try #require(trials[1]["same"] as? [[String: Any]])
    #expect((same.first?["changes"] as? [String: Any])?.isEmpty == true)
  }

  @Test func aSpecWithoutASweepIsOneConfiguration() throws {
    let plan = try program.run("plan", "tiny.yaml", "seed=4", "--format", "json")
    let trials = try trials(plan.output)
    #expect(trials.count == 1)
    #expect(trials[0]["name"] as? String == "tiny" && trials[0]["seed"] as? Int == 4)
    #expect((trials[0]["changes"] as? [String: Any])?.isEmpty == true)
    let check = try program.run("check", "tiny.yaml", "seed=4")
    #expect(check.output.hasSuffix("\(trials[0]["id"] as? String ?? "?")\n"))
  }

  @Test func absentDataIsAWarning() throws {
    try write(
      "sweep: {grid: {train.batch: [4, 8]}}\n", "{synthetic: shapes, size: 16, count: 64}",
      "{path: data/none, size: 16}")
    let plan = try program.run("plan", "tiny.yaml", "--format", "json")
    #expect(plan.status == 0)
    #expect(plan.errors.hasPrefix("gan-run: warning: "))
    #expect(plan.errors.split(separator: "\n").filter { $0.contains("data/none") }.count == 1)
    #expect(try trials(plan.output).allSatisfy { $0["id"] is NSNull })
    #expect(plan.output.contains("\"severity\":\"warning\""))
  }

  @Test func differentDataIsNotTheSameTrial() throws {
    try write(
      "sweep: {grid: {data.path: [a, b]}}\n", "{synthetic: shapes, size: 16, count: 64}",
      "{path: data/none, size: 16}")
    #expect(try trials(program.run("plan", "tiny.yaml", "--format", "json").output).count == 2)
  }

  /// Shapes, the number of images and the size of a picture are known beyond the reader of specs.
  @Test func eachConfigurationIsChecked() throws {
    try write("sweep:\n  grid:\n    data.size: [16, 20]\n    train.batch: [8, 65, 128]\n")
    let shapes = try program.run("plan", "tiny.yaml")
    #expect(shapes.status == 65)
    #expect(shapes.output == "")
    #expect(shapes.errors.contains("tiny.yaml:29:21: error: the generator makes 3x16x16"))
    #expect(shapes.errors.contains("in configuration `size=20, batch=8` and 2 more)"))
    try write(
      "sweep:\n  grid:\n    train.batch: [8, 65, 128]\n    samples.count: [9, 1000000000]\n")
    let others = try program.run("plan", "tiny.yaml", "--format", "json")
    #expect(others.status == 65)
    #expect(others.errors.contains("tiny.yaml:29:22: error: "))
    #expect(others.errors.contains("tiny.yaml:29:26: error: "))
    #expect(others.errors.contains("tiny.yaml:30:24: error: a grid of 1000000000 samples"))
    #expect(others.output.contains("\"severity\":\"error\""))
  }

  @Test func otherCommandsMeanTheBase() throws {
    try write("sweep: {grid: {train.batch: [4, 16]}}\n")
    let check = try program.run("check", "tiny.yaml")
    #expect(check.status == 0)
    #expect(check.output.contains("batches of 8"))
    #expect(try program.run("bench", "tiny.yaml", "--steps", "1", "--quiet").status == 0)
    #expect(
      try program.run("trace", "tiny.yaml", "--steps", "1", "--out", "t", "--quiet").status == 0)
    #expect(try program.run("tiny.yaml", "~sweep", "train.steps=2", "--quiet").status == 0)
  }

  @Test func checkFindsWhatIsWrongInASweep() throws {
    try write("sweep: {grid: {train.batch: [4, 0]}}\n")
    let check = try program.run("check", "tiny.yaml")
    #expect(check.status == 65)
    #expect(check.errors.contains("(in configuration `batch=0`)"))
  }

  @Test func thousandsOfConfigurationsArePlannedInSeconds() throws {
    try write(
      "sweep:\n  random: {count: 400, over: {optimizer.adam.lr: {log_uniform: [1e-5, 1e-2]}}}\n"
        + "  seeds: 5\n")
    let clock = ContinuousClock()
    let time = try clock.measure {
      let plan = try program.run("plan", "tiny.yaml")
      #expect(rows(plan.output)[0] == "tiny.yaml: sweep of 2,000 configurations")
    }
    #expect(time < .seconds(5))
  }
}
