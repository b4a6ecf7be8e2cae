import Foundation
import ModelSpec
import Runner
import Testing

@Suite struct CleaningTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["runs/a", "runs/b", "outside"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
  }

  /// A run with checkpoints of three steps; one that isn't finished was stopped before step 31.
  func run(_ name: String, finished: Bool = true) throws {
    let writer = try RunWriter(
      RunFolder(path: "\(folder.path)/\(name)"), identity: .init(name: "x", spec: "s", data: "d"),
      spec: [], resolved: [],
      attempt: .init(threads: 1, simd: "plain", specPath: nil, arguments: []))
    let session = FakeSession(totalSteps: finished ? 30 : 50)
    let trainer = Trainer(
      session: session,
      settings: .init(checkpointInterval: .steps(10), checkpointsKeep: 3),
      stop: { session.log.last == 30 ? 15 : nil })
    _ = try trainer.train(writer)
  }

  func checkpoint(_ run: String, _ step: Int) -> String {
    "\(run)/checkpoints/000000\(step).safetensors"
  }

  func files(_ word: String? = nil, finalCheckpoints: Bool = false) throws -> [String] {
    try Cleaning(word, runs: "\(folder.path)/runs", finalCheckpoints: finalCheckpoints)
      .files.map { String($0.path.dropFirst(folder.path.count + 1)) }
  }

  @Test(arguments: [true, false])
  func allButTheNewestCheckpointGo(_ finished: Bool) throws {
    try run("runs/a/1", finished: finished)
    try folder.write([1, 2, 3], to: "runs/a/1/samples/.00000010.png.123.tmp")
    let before = try folder.contents()
    let expected = [
      "runs/a/1/samples/.00000010.png.123.tmp", checkpoint("runs/a/1", 20),
      checkpoint("runs/a/1", 10),
    ]
    #expect(try files() == expected)
    #expect(try folder.contents() == before)
    let cleaning = try Cleaning("a", runs: "\(folder.path)/runs")
    #expect(cleaning.files.map(\.bytes) == expected.compactMap { before[$0]?.count })
    #expect(try cleaning.remove() == cleaning.files)
    #expect(try folder.contents() == before.filter { !expected.contains($0.key) })
    #expect(try files() == [])
    // What isn't finished needs its last one.
    #expect(
      try files(finalCheckpoints: true) == (finished ? [checkpoint("runs/a/1", 30)] : []))
  }

  @Test func aDamagedNewestCheckpointIsNotTheOneThatStays() throws {
    try run("runs/a/1", finished: false)
    try folder.write([1, 2, 3], to: checkpoint("runs/a/1", 30))
    #expect(try files() == [checkpoint("runs/a/1", 30), checkpoint("runs/a/1", 10)])
    for step in [10, 20] { try folder.write([1], to: checkpoint("runs/a/1", step)) }
    #expect(try files() == [])
  }

  @Test func aRunIsChosenByItsName() throws {
    for name in ["runs/a/12", "runs/a/13", "runs/b/24"] { try run(name) }
    func runs(_ word: String?) throws -> Set<String> {
      Set(try files(word).map { String($0.dropFirst(5).prefix(4)) })
    }
    #expect(try runs(nil) == ["a/12", "a/13", "b/24"])
    #expect(try runs("all") == ["a/12", "a/13", "b/24"])
    #expect(try runs("a") == ["a/12", "a/13"])
    #expect(try runs("a/13") == ["a/13"])
    #expect(try runs("24") == ["b/24"])
    #expect(try runs("\(folder.path)/runs/b/24") == ["b/24"])
    #expect(throws: RunError.noSuchRun("c", runs: "\(folder.path)/runs")) { try runs("c") }
  }

  @Test func aRunWhoseLockIsHeldIsLeftAlone() throws {
    try run("runs/a/1")
    let cleaning = try Cleaning(nil, runs: "\(folder.path)/runs")
    let lock = try RunLock(run: "\(folder.path)/runs/a/1")
    let before = try folder.contents()
    #expect(try files() == [])
    #expect(try Cleaning(nil, runs: "\(folder.path)/runs").busy.map(\.path.last) == ["1"])
    // It was free when it was looked at.
    #expect(try cleaning.remove() == [])
    #expect(try folder.contents() == before)
    _ = consume lock
    #expect(try cleaning.remove().count == 2)
  }

  @Test func linksAreNotFollowed() throws {
    try run("outside/o")
    try run("runs/b/2")
    let manager = FileManager.default
    let path = folder.path
    func link(_ name: String, _ target: String) throws {
      try manager.createSymbolicLink(
        atPath: "\(path)/\(name)", withDestinationPath: "\(path)/\(target)")
    }
    // A name, a run, a run's checkpoints, and a checkpoint.
    try link("runs/c", "outside")
    try link("runs/a/3", "outside/o")
    try manager.createDirectory(atPath: "\(path)/runs/a/4", withIntermediateDirectories: false)
    try manager.copyItem(
      atPath: "\(path)/outside/o/provenance.json", toPath: "\(path)/runs/a/4/provenance.json")
    try link("runs/a/4/checkpoints", "outside/o/checkpoints")
    try manager.removeItem(atPath: "\(path)/\(checkpoint("runs/b/2", 10))")
    try link(checkpoint("runs/b/2", 10), checkpoint("outside/o", 10))
    let outside = try folder.contents().filter { $0.key.hasPrefix("outside/") }
    #expect(try files(finalCheckpoints: true).allSatisfy { $0.hasPrefix("runs/b/2/") })
    #expect(try files() == [checkpoint("runs/b/2", 20)])
    for word in ["c", "a/3", "c/o", "\(path)/outside/o"] {
      #expect(throws: RunError.self, "\(word)") { try files(word) }
    }
    _ = try Cleaning(nil, runs: "\(path)/runs", finalCheckpoints: true).remove()
    let after = try folder.contents()
    #expect(outside.allSatisfy { after[$0.key] == $0.value })
    #expect(after[checkpoint("runs/b/2", 30)] == nil)
    let link = "\(path)/\(checkpoint("runs/b/2", 10))"
    #expect(try manager.destinationOfSymbolicLink(atPath: link).hasSuffix("10.safetensors"))
  }
}
