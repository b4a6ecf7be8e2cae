import Foundation
import Glibc
import Testing

@Suite(.serialized) struct DiagnosisCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(tinySpec(), to: "tiny.yaml")
  }

  /// No generator's images differ twice as much as real ones so early, so this ends in step 20.
  static let stop = "train.stop_when={alike: {spread: 1, steps: 10}, every: 10}"

  func signs(_ runs: String) throws -> [Substring] {
    let logs = try folder.lasting(runs).filter { $0.key.hasSuffix("/metrics.jsonl") }
    return logs.values.flatMap { log in
      String(decoding: log, as: UTF8.self).split(separator: "\n").filter {
        $0.hasPrefix("{\"signs\"")
      }
    }
  }

  @Test func aCollapsedRunEndsWithOne() throws {
    let first = try program.run("tiny.yaml", Self.stop)
    #expect(first.status == 1)
    let words = "the samples are all alike: from step 10 to 20 they hardly differ, at last by "
    #expect(first.output.hasPrefix("collapsed: 20 steps, \(words)"))
    #expect(first.errors.contains("gan-run: warning: \(words)"))
    let before = try folder.contents(of: "runs")
    #expect(before.keys.contains { $0.hasSuffix("/checkpoints/00000020.safetensors") })
    let result = try #require(before.first { $0.key.hasSuffix("/result.json") }?.value)
    let text = String(decoding: result, as: UTF8.self)
    #expect(text.contains("\"status\" : \"collapsed\""))
    #expect(text.contains("\"first_step\" : 10,\n      \"last_step\" : 20"))

    let second = try program.run("tiny.yaml", Self.stop)
    #expect(second.status == 1)
    #expect(second.output.hasPrefix("collapsed before: 20 steps, \(words)"))
    #expect(try folder.contents(of: "runs") == before)
  }

  @Test func isTheSameOnAnyMachineAndForAnyGrid() throws {
    var seen: Set<[Substring]> = []
    let stop = "train.stop_when={alike: {spread: 1e-9}, every: 7}"
    for (index, options) in [
      ["--threads", "1", "--simd", "plain"], ["--threads", "3"],
      ["--threads", "2", "--simd", "avx2"],
      ["samples.batch_norm=batch"], ["samples.count=3", "log.every=9"],
    ].enumerated() {
      let done = try program.start(["tiny.yaml", stop, "--runs", "\(index)"] + options).wait()
      if done.status == 64 && done.errors.contains("on this machine") { continue }
      #expect(done.status == 0)
      seen.insert(try signs("\(index)"))
    }
    #expect(seen.count == 1)
    #expect(seen.first?.count == 7)
  }

  @Test func aSpecThatEndsByWhatItSeesIsAnother() throws {
    let plain = try program.run("tiny.yaml", "--quiet")
    let judged = try program.run("tiny.yaml", Self.stop, "--quiet")
    #expect(plain.status == 0 && judged.status == 1)
    #expect(try folder.lasting().keys.filter { $0.hasSuffix("/result.json") }.count == 2)
    #expect(
      try folder.lasting().filter { $0.key.hasSuffix("/resolved.yaml") }
        .values.filter { String(decoding: $0, as: UTF8.self).contains("stop_when") }.count == 1)
  }
}
