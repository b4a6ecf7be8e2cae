import Foundation
import Glibc
import Testing

@Suite(.serialized) struct CleanCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    let spec = tinySpec(steps: 12, checkpointEvery: 5)
      .replacingOccurrences(of: "checkpoints: {every: 5}", with: "checkpoints: {every: 5, keep: 2}")
    try folder.write(spec, to: "tiny.yaml")
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
  }

  private func checkpoints() throws -> [String] {
    try folder.contents(of: "runs").keys.filter { $0.hasSuffix(".safetensors") }
      .map { String($0.suffix(20)) }.sorted()
  }

  @Test func showsThenRemoves() throws {
    let both = ["00000010.safetensors", "00000012.safetensors"]
    #expect(try checkpoints() == both)
    let shown = try program.run("clean")
    #expect(shown.status == 0)
    #expect(shown.output.contains(": 1 checkpoint, "))
    #expect(shown.output.hasSuffix("; --yes removes it\n"))
    #expect(try checkpoints() == both)
    let done = try program.run("clean", "tiny", "--yes")
    #expect(done.status == 0)
    #expect(done.output.contains("\nremoved 1 checkpoint, "))
    #expect(try checkpoints() == [both[1]])
    #expect(try program.run("clean", "all", "--yes").output == "nothing to remove\n")
    #expect(try program.run("tiny.yaml").output.hasPrefix("finished before"))

    let json = try program.run("clean", "--checkpoints", "--yes", "--format", "json")
    #expect(json.output.contains("\"removed\":true"))
    #expect(json.output.contains("/00000012.safetensors\"]"))
    #expect(try checkpoints() == [])
    #expect(try program.run("clean", "nobody").status == 66)
  }

  @Test func aRunThatIsTrainedIsLeftAlone() throws {
    try folder.write(tinySpec(steps: 100_000, checkpointEvery: 5), to: "tiny.yaml")
    let running = try program.start(["tiny.yaml", "seed=2"])
    while running.process.isRunning && !running.errorsSoFar.contains("step 1/") { usleep(1000) }
    let done = try program.run("clean", "--yes")
    running.send(SIGKILL)
    _ = try running.wait()
    #expect(done.status == 0)
    #expect(done.errors.contains("another process is training '"))
    #expect(done.output.contains("removed 1 checkpoint"))
  }
}
