import Foundation
import Glibc
import Runner
import Testing

@Suite(.serialized) struct TraceCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(tinySpec(), to: "tiny.yaml")
  }

  @Test func holdsWhatAReplayNeeds() throws {
    let trace = try program.run("trace", "tiny.yaml", "--steps", "2", "--out", "t.safetensors")
    #expect(trace.status == 0)
    #expect(trace.output == "t.safetensors\n")
    let file = try TensorFile("\(folder.path)/t.safetensors")
    let spec = try #require(file.header.metadata["spec"])
    let object = try JSONSerialization.jsonObject(with: Data(spec.utf8)) as? [String: Any]
    #expect(object?["name"] as? String == "tiny")
    let shapes = Dictionary(uniqueKeysWithValues: file.header.entries.map { ($0.name, $0.shape) })
    #expect(shapes["init/generator/0.weight"] == [8, 16, 4, 4])
    #expect(shapes["init/discriminator/4.running_var"] == [16])
    for step in ["step/0001", "step/0002"] {
      #expect(shapes["\(step)/real"] == [8, 3, 16, 16])
      #expect(shapes["\(step)/z"] == [8, 8])
      #expect(shapes["\(step)/z_generator"] == [8, 8])
      #expect(shapes["\(step)/loss/discriminator"] == [])
      #expect(shapes["\(step)/loss/generator"] == [])
      #expect(shapes["\(step)/grad/generator/0.weight"] == [8, 16, 4, 4])
      #expect(shapes["\(step)/generator/1.running_mean"] == [16])
      #expect(shapes.keys.contains { $0.hasPrefix("\(step)/draw/target/real") })
      #expect(shapes.keys.filter { $0.hasPrefix("\(step)/draw/dropout") }.count == 3)
    }
    #expect(!shapes.keys.contains { $0.contains("optimizer") || $0.hasPrefix("step/0003") })
  }

  @Test func severalDiscriminatorStepsHaveSuffixes() throws {
    _ = try program.run(
      "trace", "tiny.yaml", "train.discriminator_steps=2", "--steps", "1", "--out", "t")
    let names = Set(try TensorFile("\(folder.path)/t").header.entries.map(\.name))
    for name in ["real", "z", "loss/discriminator", "grad/discriminator/0.weight"] {
      #expect(names.isSuperset(of: ["step/0001/\(name).1", "step/0001/\(name).2"]))
      #expect(!names.contains("step/0001/\(name)"))
    }
    #expect(names.contains("step/0001/loss/generator"))
  }

  @Test func aTraceIsTheTraining() throws {
    _ = try program.run("trace", "tiny.yaml", "--steps", "2", "--out", "t")
    let file = try TensorFile("\(folder.path)/t")
    #expect(
      try program.run("tiny.yaml", "train.steps=2", "--quiet", "log.every=1", "evaluate.metrics=[]")
        .status == 0)
    let metrics = try #require(
      try folder.contents(of: "runs").first { $0.key.hasSuffix("/metrics.jsonl") }?.value)
    let lines = try metrics.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(MetricsLine.self, from: $0)
    }
    #expect(lines.count == 2)
    for (line, step) in zip(lines, ["step/0001", "step/0002"]) {
      #expect(try file.floats("\(step)/loss/discriminator") == [line.discriminatorLoss])
      #expect(try file.floats("\(step)/loss/generator") == [line.generatorLoss])
    }
  }

  @Test func aSignalLeavesNothingBehind() throws {
    let trace = try program.start(["trace", "tiny.yaml", "--steps", "9999", "--out", "t"])
    while trace.process.isRunning && !trace.errorsSoFar.contains("step 2/") { usleep(1000) }
    trace.send(SIGTERM)
    #expect(try trace.wait().status == 128 + SIGTERM)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["cache", "tiny.yaml"])
  }

  @Test func whereItCannotWriteItSaysSo() throws {
    let trace = try program.run("trace", "tiny.yaml", "--steps", "1", "--out", "none/t")
    #expect(trace.status == 73)
    #expect(try program.run("trace", "tiny.yaml", "--steps", "1", "--out", ".").status == 73)
  }
}
