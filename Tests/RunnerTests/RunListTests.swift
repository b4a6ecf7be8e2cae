import Foundation
import Runner
import Testing

@Suite struct RunListTests {
  let records: RecordedRuns

  init() throws {
    records = try RecordedRuns()
  }

  private func touch(_ path: String, at seconds: Int) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(seconds))],
      ofItemAtPath: "\(records.runs)/\(path)/provenance.json")
  }

  @Test func newestFirstAndSweepsInTheirOrder() throws {
    try records.lock("s", [("a", "{}", 1), ("b", "{}", 7), ("c", "{}", 1)])
    for (number, time) in [(0, 1000), (1, 3000)] {
      try records.finish("s/\(RecordedRuns.id(number))")
      try touch("s/\(RecordedRuns.id(number))", at: time)
    }
    try records.begin("x/\(RecordedRuns.id(9))")
    try records.write(
      #"{"d_fake":0.1,"d_real":0.2,"epoch":0,"loss/discriminator":3,"loss/generator":4,"step":6}"#,
      to: "x/\(RecordedRuns.id(9))/metrics.jsonl")
    try touch("x/\(RecordedRuns.id(9))", at: 2000)
    try records.finish("x/\(RecordedRuns.id(8))", status: "diverged")
    try touch("x/\(RecordedRuns.id(8))", at: 1500)
    try records.write("", to: "empty/file")

    let list = try RunList(runs: records.runs)
    #expect(list.problems.isEmpty)
    #expect(list.groups.map(\.name) == ["s", "x"])
    #expect(list.groups.map(\.new) == [1, 0])
    #expect(list.groups[0].runs.map(\.id) == [RecordedRuns.id(0), RecordedRuns.id(1)])
    #expect(list.groups[0].runs.map { $0.trial?.name } == ["a", "b"])
    #expect(list.groups[0].runs[1].trial?.seed == 7)
    #expect(list.groups[1].runs.map { $0.state?.word } == ["interrupted", "diverged"])
    let lock = try RunLock(run: "\(records.runs)/x/\(RecordedRuns.id(9))")
    let again = try RunList(runs: records.runs)
    _ = consume lock
    #expect(again.groups[1].runs.map { $0.state?.word } == ["running", "diverged"])
    #expect(list.groups[1].runs.map(\.steps) == [6, 20])
    #expect(list.groups[1].runs[0].metrics["loss/generator"] == 4)
    #expect(list.metrics == ["swd", "loss/discriminator", "loss/generator"])
  }

  @Test func aRunIsAsFarAsItsLogWhateverStandsLast() throws {
    let run = "x/\(RecordedRuns.id(1))"
    try records.begin(run)
    let line =
      #"{"d_fake":0.1,"d_real":0.2,"epoch":0,"loss/discriminator":3,"loss/generator":4,"step":500}"#
    let signs = [600, 700, 800].map { step in
      #"{"signs":{"d_fake":0,"d_real":1,"midtones":1,"spread":1},"step":\#(step)}"#
    }
    try records.write(([line] + signs).joined(separator: "\n") + "\n", to: "\(run)/metrics.jsonl")
    // Nanoseconds since 1970 end in 2262.
    try touch(run, at: 20_000_000_000)
    let list = try RunList(runs: records.runs)
    #expect(list.problems.isEmpty)
    #expect(list.groups[0].runs[0].steps == 500)
    #expect(list.groups[0].runs[0].metrics["loss/generator"] == 4)
    #expect(list.groups[0].lastWorkedAt > 9_000_000_000_000_000_000)
  }

  @Test func theRowOfASweepCountsAll() throws {
    try records.lock("s", (0..<6).map { ("c\($0)", "{}", 1) })
    try records.finish("s/\(RecordedRuns.id(0))")
    for number in 1...3 { try records.begin("s/\(RecordedRuns.id(number))") }
    try records.write(
      """
      {"failed": {}, "stopped": {"\(RecordedRuns.id(1))":
        {"step": 5, "rank": 2, "of": 2, "metric": "swd", "value": 41.5}}}
      """, to: "s/sweep.json")
    let group = try #require(try RunList(runs: records.runs).groups.first)
    #expect(group.new == 2)
    #expect(
      group.runs.map { $0.state?.word } == ["finished", "stopped", "interrupted", "interrupted"])
    #expect(group.runs[1].metrics["swd"] == 41.5)
  }

  @Test func damageHidesNoOtherRun() throws {
    try records.finish("x/\(RecordedRuns.id(1))")
    try records.finish("x/\(RecordedRuns.id(2))")
    try records.write("{", to: "x/\(RecordedRuns.id(2))/result.json")
    try records.write("trials: 3", to: "x/sweep.lock.yaml")
    let list = try RunList(runs: records.runs)
    #expect(list.groups.flatMap(\.runs).map(\.state?.word).contains("finished"))
    #expect(list.groups.flatMap(\.runs).count { $0.state == nil } == 1)
    #expect(list.problems.count == 2)
    #expect(try RunList(runs: "/nowhere").groups.isEmpty)
  }

  /// A second on an idle machine is many times what they take.
  @Test func aThousandRunsAreReadAtOnce() throws {
    try records.lock("s", (0..<1000).map { ("c\($0 / 5)", "{lr: \($0 / 5)}", $0 % 5) })
    for number in 0..<1000 { try records.finish("s/\(RecordedRuns.id(number))", seed: number % 5) }
    let clock = ContinuousClock()
    let time = try clock.measure {
      let list = try RunList(runs: records.runs)
      #expect(list.groups.first?.runs.count == 1000)
      let comparison = try records.compare("s")
      #expect(comparison.trials.allSatisfy { $0.measures != nil })
      #expect(comparison.markdown.split(separator: "\n").count > 1000)
    }
    #expect(time < .seconds(4))
    let folders = (0..<1000).map {
      RunFolder(path: "\(records.runs)/s/\(RecordedRuns.id($0))")
    }
    let free = try clock.measure {
      // All are of one spec and data, and of five seeds.
      let comparison = try Comparison(runs: folders)
      #expect(comparison.configurations.count == 1 && comparison.trials.count == 1000)
    }
    #expect(free < .seconds(4))
  }
}
