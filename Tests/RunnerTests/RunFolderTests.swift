import Foundation
import Runner
import Testing

@Suite struct RunFolderTests {
  @Test func idIsTheStartOfTheHashOfBothDigests() {
    // printf '%s %s' aa bb | sha256sum
    let identity = RunIdentity(name: "quick", spec: "aa", data: "bb")
    #expect(identity.id == "dc7497ab2b33")
    #expect(RunFolder(runs: "runs", identity: identity).path == "runs/quick/dc7497ab2b33")
    #expect(
      RunFolder(path: "r").sample(step: 500) == "r/samples/00000500.png")
  }

  @Test func findsByPathPrefixAndName() throws {
    let folder = try TemporaryFolder()
    for (index, run) in ["a/12ab", "a/12cd", "b/77ab"].enumerated() {
      let path = "\(folder.path)/\(run)"
      _ = try RunWriter(
        RunFolder(path: path), identity: .init(name: "x", spec: "s", data: "d\(index)"),
        spec: [], resolved: [],
        attempt: .init(threads: 1, simd: "plain", specPath: nil, arguments: []))
      try WholeFile.write(Array("{}".utf8), to: "\(path)/provenance.json")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000 + Double(index))],
        ofItemAtPath: "\(path)/provenance.json")
    }
    func find(_ word: String) throws -> String {
      String(try RunLocator.find(word, runs: folder.path).path.dropFirst(folder.path.count + 1))
    }
    #expect(try find("77") == "b/77ab")
    #expect(try find("12c") == "a/12cd")
    #expect(try find("a") == "a/12cd")
    #expect(try find("\(folder.path)/a/12ab") == "a/12ab")
    #expect(try find("a/12ab") == "a/12ab")
    let candidates = ["a/12ab", "a/12cd"].map { "\(folder.path)/\($0)" }
    #expect(throws: RunError.ambiguousRun("12", candidates: candidates)) {
      try find("12")
    }
    #expect(throws: RunError.noSuchRun("c", runs: folder.path)) { try find("c") }
    #expect(throws: RunError.noSuchRun("", runs: folder.path)) { try find("") }
    #expect(throws: RunError.noSuchRun("a", runs: "/nowhere")) {
      try RunLocator.find("a", runs: "/nowhere")
    }
  }
}
