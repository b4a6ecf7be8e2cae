import Foundation
import Runner
import Testing

@Suite struct GitCommitTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["repo/.git/refs/heads", "repo/specs", "tree/specs", "repo/.git/worktrees/w"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
  }

  func commit(_ spec: String) -> String? {
    Provenance.Attempt(
      threads: 1, simd: "plain", specPath: "\(folder.path)/\(spec)", arguments: []
    ).gitCommit
  }

  func write(_ text: String, _ name: String) throws {
    try folder.write(Array(text.utf8), to: name)
  }

  @Test func isFoundAboveTheSpec() throws {
    try write("ref: refs/heads/main\n", "repo/.git/HEAD")
    #expect(commit("repo/specs/a.yaml") == nil)
    try write("# pack\n1234 refs/heads/other\nabcd refs/heads/main\n", "repo/.git/packed-refs")
    #expect(commit("repo/specs/a.yaml") == "abcd")
    try write("beef\n", "repo/.git/refs/heads/main")
    #expect(commit("repo/specs/a.yaml") == "beef")
    try write("cafe\n", "repo/.git/HEAD")
    #expect(commit("repo/specs/a.yaml") == "cafe")
  }

  @Test func isFoundInAWorktree() throws {
    try write("gitdir: \(folder.path)/repo/.git/worktrees/w\n", "tree/.git")
    try write("ref: refs/heads/side\n", "repo/.git/worktrees/w/HEAD")
    try write("../..\n", "repo/.git/worktrees/w/commondir")
    try write("feed\n", "repo/.git/refs/heads/side")
    #expect(commit("tree/specs/a.yaml") == "feed")
  }

  @Test func outsideOfARepositoryThereIsNone() throws {
    #expect(commit("tree/specs/a.yaml") == nil)
    #expect(commit("nowhere/a.yaml") == nil)
  }
}
