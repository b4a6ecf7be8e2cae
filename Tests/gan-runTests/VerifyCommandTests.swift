import Foundation
import Testing

@Suite(.serialized) struct VerifyCommandTests {
  let folder: TemporaryFolder
  let program: Program
  let record: String
  let id: String

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(
      tinySpec(steps: 12) + "sweep: {grid: {loss.label_smoothing.fake: [0, 0.1]}}\n",
      to: "tiny.yaml")
    id = try program.sweep("tiny.yaml")[1]
    #expect(try program.run("record", "tiny").status == 0)
    record = try String(
      contentsOfFile: "\(folder.path)/results/tiny.yaml", encoding: .utf8)
  }

  private func verify(_ words: String..., record: String? = nil) throws -> Program.Outcome {
    if let record { try folder.write(record, to: "results/tiny.yaml") }
    return try program.start(["verify", "results/tiny.yaml", "--quiet"] + words).wait()
  }

  /// The text with the last hexadecimal digit of its only match changed by one.
  private func changed(_ text: String, _ match: Substring) -> String {
    let last = match[match.index(before: match.endIndex)]
    let value = (Int(String(last), radix: 16) ?? 0) ^ 1
    return text.replacingCharacters(
      in: match.index(before: match.endIndex)..<match.endIndex, with: String(value, radix: 16))
  }

  @Test func theSameBitsAreFoundAgain() throws {
    let before = try folder.contents(of: "").keys
    let done = try verify("--threads", "2")
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    #expect(done.errors == "")
    let lines = done.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[2] == "2 of 2 trials are the same")
    #expect(
      lines[1]
        == "same     \(id)  fake=0.1, seed 1: 5 digests of weights, up to step 12, and metrics")
    // Neither among the runs nor elsewhere is anything left.
    #expect(try folder.contents(of: "").keys == before)
  }

  @Test func someTrialsAndSomeSteps() throws {
    for word in [id, String(id.prefix(5)), "fake=0.1"] {
      let done = try verify("--only", word, "--steps", "7")
      #expect(done.status == 0)
      #expect(
        done.output == "same     \(id)  fake=0.1, seed 1: 3 digests of weights, up to step 5\n")
    }
    let json = try verify("--only", id, "--steps", "1", "--format", "json")
    #expect(json.output.contains("\"same\":true") && json.output.contains("\"steps\":[1]"))
    let unknown = try verify("--only", "nobody")
    #expect(unknown.status == 66)
    #expect(unknown.errors.contains("no trial of the id or name 'nobody'"))
  }

  @Test func aChangedDigitOfAnyDigestIsFound() throws {
    let digests = record.matches(of: /[0-9a-f]{64}/).map(\.output)
    // Of two trials: spec, data, and five of weights.
    #expect(digests.count == 14)
    for digest in digests {
      let done = try verify(record: changed(record, digest))
      #expect(done.status == 1, "\(digest)")
      #expect(done.output.contains("DIFFERS"))
    }
  }

  @Test func aChangedIdIsFound() throws {
    let match = try #require(record.firstRange(of: id))
    let done = try verify(record: changed(record, record[match]))
    #expect(done.status == 1)
    #expect(done.output.contains("why: the file contradicts itself"))
  }

  @Test func theFirstStepThatDiffersIsNamed() throws {
    let digest = try #require(record.firstMatch(of: /\n      5: "?([0-9a-f]{64})/)?.1)
    let done = try verify(record: changed(record, digest))
    #expect(done.output.contains("the weights differ from step 5 on: recorded "))
    #expect(done.output.contains("why: spec, data and arithmetic are as recorded"))
    // Up to there all is the same.
    #expect(try verify("--steps", "4").status == 0)
  }

  @Test func aChangedMetricIsFound() throws {
    for name in ["d_fake", "loss/generator", "ms_ssim", "swd/16x16"] {
      let metric = try #require(
        record.firstMatch(of: try Regex(#"\#(name)"?: [0-9.e-]*[0-9]"#))?.range)
      let done = try verify(record: changed(record, record[metric]))
      #expect(done.status == 1, "\(name)")
      #expect(done.output.contains("`\(name)` is recorded as "))
    }
  }

  @Test func aMissingLineIsFound() throws {
    let line = try #require(record.firstMatch(of: /\n      10: .*/)?.range)
    let done = try verify(record: record.replacingCharacters(in: line, with: ""))
    #expect(done.status == 1)
    #expect(done.output.contains("the weights after step 10 aren't recorded"))
  }

  @Test func anotherArithmeticIsSaid() throws {
    let done = try verify(record: record.replacingOccurrences(of: "cpu-4", with: "cpu-2"))
    #expect(done.status == 1)
    #expect(done.output.contains("why: the record is of arithmetic 'cpu-2'; this is 'cpu-4'"))
  }

  @Test func aChangedSpecIsSaid() throws {
    let spec = try String(contentsOfFile: "\(folder.path)/tiny.yaml", encoding: .utf8)
    func change(_ old: String, _ new: String) throws -> Program.Outcome {
      try folder.write(spec.replacingOccurrences(of: old, with: new), to: "tiny.yaml")
      return try verify("--only", id)
    }
    let other = try change("lr: 2e-4", "lr: 3e-4")
    #expect(other.status == 1)
    #expect(other.output.contains("the weights differ from step 1 on"))
    #expect(other.output.contains("why: the spec has changed"))
    let longer = try change("steps: 12", "steps: 20")
    #expect(longer.status == 1)
    #expect(longer.output.contains("why: the spec has changed"))
    let gone = try change("[0, 0.1]", "[0, 0.2]")
    #expect(gone.status == 1)
    #expect(gone.output.contains("the spec has no trial of this name and seed"))
    let data = try change("count: 64", "count: 65")
    #expect(data.status == 1)
    #expect(data.output.contains("why: the images are others"))
    let metrics = try change("samples: 10", "samples: 12")
    #expect(metrics.status == 1)
    #expect(metrics.output.contains("why: `evaluate` in the spec has changed"))
    try folder.remove("tiny.yaml")
    #expect(try verify().status == 66)
  }

  @Test func whatWasStoppedAndWhatDivergedIsTrainedAgain() throws {
    try folder.write(
      tinySpec(steps: 12) + """
        sweep:
          grid: {optimizer.adam.lr: [2e-4, 3e-4, 1e38]}
          scheduler: {successive_halving: {metric: swd, rungs: [5], keep: 0.34}}

        """, to: "tiny.yaml")
    try program.sweep("tiny.yaml", runs: "halved")
    #expect(try program.run("record", "tiny", "--runs", "halved").status == 0)
    let record = try String(contentsOfFile: "\(folder.path)/results/tiny.yaml", encoding: .utf8)
    for status in ["finished", "stopped", "diverged"] {
      #expect(record.contains("    status: \(status)\n"))
    }
    let done = try verify()
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    #expect(done.output.contains(": 3 digests of weights, up to step 5, and metrics\n"))

    let value = try #require(record.firstMatch(of: /value: [0-9.]*[0-9]/)?.range)
    let other = try verify(record: changed(record, record[value]))
    #expect(other.status == 1)
    #expect(other.output.contains("`swd` is recorded as "))
  }

  @Test func aBrokenRecordIsAnErrorWithItsPlace() throws {
    let broken = try verify(record: "trials: [a\n")
    #expect(broken.status == 65)
    #expect(broken.errors.hasPrefix("results/tiny.yaml:1:9: error: "))
    let bad = try verify(record: record.replacingOccurrences(of: "status: finished", with: "a: b"))
    #expect(bad.status == 65)
    #expect(bad.errors.contains("trials[0]: `status` is missing"))
    #expect(try program.run("verify", "nowhere.yaml").status == 66)
  }
}
