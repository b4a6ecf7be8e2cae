import Foundation
import Runner
import Testing

@Suite struct WorkingTreeTests {
  let folder: TemporaryFolder
  let run: RunFolder

  init() throws {
    folder = try TemporaryFolder()
    run = RunFolder(path: "\(folder.path)/run")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/repo/specs", withIntermediateDirectories: true)
    try folder.write(Array("one\n".utf8), to: "repo/specs/a.yaml")
    try git("init", "-q")
    try git("add", ".")
    try git("commit", "-q", "-m", "first")
  }

  @discardableResult func git(_ arguments: String...) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "git", "-C", "\(folder.path)/repo", "-c", "user.name=t", "-c", "user.email=t@example.org",
      ] + arguments
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  var tree: WorkingTree { WorkingTree(around: "\(folder.path)/repo/specs/a.yaml") }

  @Test func aCleanTreeIsItsCommit() throws {
    // What git doesn't track is no part of it.
    try folder.write(Array("x".utf8), to: "repo/untracked")
    let commit = try git("rev-parse", "HEAD")
    #expect(tree.commit == String(commit.dropLast()))
    #expect(tree.isDirty == false)
    #expect(tree.diff == nil)
  }

  @Test func aChangedTreeHasItsDifference() throws {
    try folder.write(Array("two\n".utf8), to: "repo/specs/a.yaml")
    #expect(tree.isDirty == true)
    #expect(tree.diff?.contains("\n-one\n+two\n") == true)
    #expect(!tree.diffWasCut)
    // Staged, it isn't committed either.
    try git("add", ".")
    #expect(tree.diff?.contains("\n-one\n+two\n") == true)
    let copy = try JSONDecoder().decode(WorkingTree.self, from: JSONEncoder().encode(tree))
    #expect(copy == tree)
  }

  @Test func aLongDifferenceIsCut() throws {
    let lines = String(repeating: "another line\n", count: 100_000)
    try folder.write(Array(lines.utf8), to: "repo/specs/a.yaml")
    #expect(tree.isDirty == true && tree.diffWasCut)
    #expect(tree.diff?.utf8.count == WorkingTree.limit)
  }

  /// What a repository's settings would have git run is run by nobody.
  @Test func theRepositorysProgramsDoNotRun() throws {
    let trap = "\(folder.path)/trap"
    let script = "\(folder.path)/script"
    try folder.write(Array("#!/bin/sh\ntouch \(trap)\n".utf8), to: "script")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    try folder.write(Array("*.yaml diff=trap\n".utf8), to: "repo/.gitattributes")
    for key in ["core.fsmonitor", "diff.external", "diff.trap.textconv", "core.pager"] {
      try git("config", key, script)
    }
    try folder.write(Array("two\n".utf8), to: "repo/specs/a.yaml")
    #expect(tree.diff?.contains("\n-one\n+two\n") == true)
    #expect(!FileManager.default.fileExists(atPath: trap))
  }

  @Test func outsideOfARepositoryNothingIsKnown() {
    #expect(WorkingTree(around: "\(folder.path)/a.yaml") == .unknown)
  }

  @Test func aRunKeepsTheDifferenceBesideItsProvenance() throws {
    func attempt() throws -> Provenance.Attempt? {
      _ = try Trainer(session: FakeSession(totalSteps: 3), settings: .init()).train(
        RunWriter(
          run, identity: .init(name: "x", spec: "s", data: "d"), spec: [], resolved: [],
          attempt: .init(threads: 1, simd: "plain", tree: tree, arguments: [])))
      return try run.readProvenance()?.attempts.last
    }
    #expect(try attempt()?.gitDiff == nil)
    #expect(try attempt()?.gitDirty == false)
    try folder.write(Array("two\n".utf8), to: "repo/specs/a.yaml")
    for _ in 0..<2 {
      let dirty = try attempt()
      #expect(dirty?.gitDirty == true && dirty?.gitDiff == "provenance-3.diff")
    }
    #expect(String(decoding: try folder.bytes("run/provenance-3.diff"), as: UTF8.self) == tree.diff)
    try folder.write(Array("three\n".utf8), to: "repo/specs/a.yaml")
    #expect(try attempt()?.gitDiff == "provenance-5.diff")
    let text = String(decoding: try folder.bytes("run/provenance.json"), as: UTF8.self)
    for name in ["libyaml", "libspng", "libturbojpeg", "libzip", "swift-crypto", "compiler"] {
      #expect(text.contains("\"\(name)\" : \""), "\(name)")
    }
    #expect(!text.contains("unknown"))
  }
}
