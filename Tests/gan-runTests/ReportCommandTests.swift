import Foundation
import Testing

@Suite(.serialized) struct ReportCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(tinySpec(steps: 20), to: "tiny.yaml")
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
  }

  func page(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
  }

  @Test func makesAPageOfARun() throws {
    let report = try program.run("report", "tiny", "--out", "page.html")
    #expect(report.status == 0)
    #expect(report.output == "page.html\n")
    #expect(report.errors == "")
    let page = try page("page.html")
    #expect(page.contains("<h1>tiny "))
    // The licence of the library in it, and a grid that the run left.
    #expect(page.contains("Chart.js v3") && page.contains("Released under the MIT License"))
    let grid = try #require(
      try folder.contents(of: "runs").first { $0.key.hasSuffix("samples/00000020.png") })
    #expect(page.contains(grid.value.base64EncodedString()))
    let again = try program.run("report", "tiny", "--format", "json")
    #expect(again.output == "[\"report.html\"]\n")
    #expect(try self.page("report.html") == page)
  }

  @Test func makesAPageOfASweep() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/runs/tiny")
    let run = try #require(names.first)
    try folder.write(
      """
      arithmetic: cpu-4
      kind: sweep
      name: tiny
      overrides: []
      schema: 1
      sources: {tiny.yaml: "schema: 1"}
      spec: tiny.yaml
      trials:
        - {changes: {lr: 1}, digests: {data: d, spec: s}, id: \(run), name: lr=1, seed: 3}

      """, to: "runs/tiny/sweep.lock.yaml")
    #expect(try program.run("report", "tiny").status == 0)
    let page = try page("report.html")
    #expect(page.contains("lr=1") && page.contains(run))
  }

  @Test func saysWhatIsAmiss() throws {
    let missing = try program.run("report", "nothing")
    #expect(missing.status == 66)
    #expect(missing.errors.contains("no run 'nothing'"))
    let nowhere = try program.run("report", "tiny", "--out", "no/such/folder.html")
    #expect(nowhere.status == 73)
    #expect(nowhere.errors.contains("no/such/folder.html"))
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/there", withIntermediateDirectories: false)
    #expect(try program.run("report", "tiny", "--out", "there").status == 73)
    try folder.write("arithmetic: 1\n", to: "runs/tiny/sweep.lock.yaml")
    #expect(try program.run("report", "tiny").status == 65)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/report.html"))
  }
}
