import Foundation
import Testing

@Suite(.serialized) struct CompareCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
  }

  /// Trains a sweep of two configurations and two seeds.
  private func trainSweep() throws {
    try folder.write(
      tinySpec(steps: 20)
        + "sweep: {grid: {optimizer.adam.lr: [2e-4, 1e-3], train.batch: [8]}, seeds: 2}\n",
      to: "tiny.yaml")
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func comparesASweep() throws {
    try trainSweep()
    let outcome = try program.run("compare", "tiny")
    #expect(outcome.status == 0 && outcome.errors == "")
    let rows = outcome.output.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(rows[0] == "tiny")
    #expect(rows[1] == "sweep of 2 configurations, 4 trials: 4 finished")
    #expect(rows[2] == "configuration optimizer.adam.lr seeds trials")
    #expect(rows[3].hasSuffix(" 0.0002 1, 2 2 finished"))
    #expect(rows.contains("swd, less is better"))
    #expect(rows.contains("ms_ssim, less is better (but noise has the least)"))
    #expect(rows.contains("loss/discriminator") && rows.contains("d_fake"))
    #expect(!outcome.output.contains("swd/16x16"))
    // By its folder and by its spec it is the same sweep.
    for word in ["runs/tiny", "tiny.yaml"] {
      #expect(try program.run("compare", word).output == outcome.output)
    }
    let part = try program.run("compare", "tiny", "--metric", "swd/16x16", "--format", "csv")
    #expect(part.output.split(separator: "\n").count == 1 + 2 * 3)

    let json = try object(program.run("compare", "tiny", "--format", "json").output)
    let metrics = try #require(json["metrics"] as? [[String: Any]])
    #expect(metrics.first?["name"] as? String == "swd")
    let result = try #require(
      folder.contents(of: "runs/tiny").first { $0.key.hasSuffix("/result.json") })
    let values = try #require(
      try object(String(decoding: result.value, as: UTF8.self))["metrics"] as? [String: Any])
    let trials = try #require(json["configurations"] as? [[String: Any]])
      .compactMap { $0["trials"] as? [[String: Any]] }.joined()
    let trial = try #require(trials.first { result.key.hasPrefix($0["id"] as? String ?? "-") })
    let own = (trial["values"] as? [String: [String: Double]])?["swd"]?["final"] ?? .nan
    #expect(abs(own - (values["swd"] as? Double ?? 0)) < 1e-6 * own)
  }

  /// The Markdown is for version control.
  @Test func markdownIsTheSameElsewhere() throws {
    try trainSweep()
    let markdown = try program.run("compare", "tiny", "--format", "markdown").output
    #expect(markdown.hasPrefix("# `tiny`\n") && markdown.hasSuffix(".\n"))
    #expect(try program.run("tiny.yaml", "--quiet", "--runs", "else", "--threads", "1").status == 0)
    #expect(
      try program.run("compare", "tiny", "--format", "markdown", "--runs", "else").output
        == markdown)
  }

  @Test func comparesRunsAndLists() throws {
    try folder.write(tinySpec(steps: 20), to: "tiny.yaml")
    for seed in ["1", "2"] {
      for rate in ["2e-4", "1e-3"] {
        let rate = "optimizer.adam.lr=\(rate)"
        #expect(try program.run("tiny.yaml", "seed=\(seed)", rate, "--quiet").status == 0)
      }
    }
    let list = try program.run("list")
    #expect(list.status == 0 && list.errors == "")
    let rows = list.output.split(separator: "\n")
    #expect(rows.count == 5)
    #expect(rows[0].contains("swd") && rows[0].contains("loss D"))
    let runs = rows.dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
    // The newest comes first.
    let json = try JSONSerialization.jsonObject(
      with: Data(program.run("list", "--format", "json").output.utf8))
    let entries = try #require(json as? [[String: Any]])
    #expect(entries.map { "tiny/\($0["id"] as? String ?? "")" } == runs)
    #expect(entries.allSatisfy { $0["status"] as? String == "finished" })
    let times = entries.compactMap { $0["last_worked_at"] as? String }
    #expect(times.count == 4 && times == times.sorted(by: >))

    let compare = try program.start(["compare", "--format", "markdown"] + runs.reversed()).wait()
    #expect(compare.status == 0)
    #expect(compare.output.hasPrefix("# 2 configurations\n\n2 configurations, 4 runs: 4 finished"))
    #expect(
      compare.output.contains(
        "| configuration | `optimizer.discriminator.adam.lr` | `optimizer.generator.adam.lr` |"))
    #expect(compare.output.contains("| 0.001 | 0.001 | 1, 2 | 2 finished |"))
  }

  @Test func diffShowsWhereRunsPart() throws {
    try folder.write(tinySpec(steps: 20), to: "tiny.yaml")
    for more in ["train.steps=20", "train.steps=10", "seed=2"] {
      #expect(try program.run("tiny.yaml", more, "--quiet").status == 0)
    }
    let json = try JSONSerialization.jsonObject(
      with: Data(program.run("list", "--format", "json").output.utf8))
    let ids = try #require(json as? [[String: Any]]).compactMap { $0["id"] as? String }.reversed()
    let (long, short, other) = (ids.first ?? "", Array(ids)[1], ids.last ?? "")

    let same = try program.run("diff", long, "tiny/\(long)")
    #expect(same.status == 0)
    #expect(
      same.output == """
        spec: the same

        origin: the same

        outcome: the same

        last values: the same

        weights: the same up to step 20, the last that both recorded

        """)
    let shorter = try object(program.run("diff", long, short, "--format", "json").output)
    #expect((shorter["spec"] as? [String: [Int]]) == ["train.steps": [20, 10]])
    let weights = try #require(shorter["weights"] as? [String: Any])
    #expect(weights["last_equal"] as? Int == 10 && weights["first_difference"] is NSNull)
    let apart = try program.run("diff", long, other)
    #expect(apart.output.contains("\nweights: other ones after step 1, the first that both"))
    #expect(apart.output.hasPrefix("spec\n"))
  }

  @Test func whatIsNotThereIsSaidSo() throws {
    #expect(try program.run("list").output == "no runs\n")
    for arguments in [["compare", "x"], ["compare", "x", "y"], ["diff", "x", "y"]] {
      let outcome = try program.start(arguments).wait()
      #expect(outcome.status == 66)
      #expect(outcome.errors.contains("no run 'x' under 'runs'"))
    }
    try trainSweep()
    for option in ["--metric", "--baseline"] {
      let outcome = try program.run("compare", "tiny", option, "x")
      #expect(outcome.status == 64 && outcome.output == "")
      #expect(outcome.errors.hasPrefix("gan-run: error: \(option) cannot be 'x': expected "))
    }
  }
}
