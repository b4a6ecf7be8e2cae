import Foundation
import Runner
import Testing

@Suite struct RunReportTests {
  let files: ReportFolder

  init() throws { files = try ReportFolder() }

  func page(_ path: String = "runs/tame/0123456789ab") throws -> ReadPage {
    try ReadPage(Report.html(.run(RunFolder(path: "\(files.folder.path)/\(path)"))))
  }

  @Test func hasTheNumbersAndTheGridsWithoutScripts() throws {
    try files.run("runs/tame/0123456789ab", result: ReportFolder.result())
    let page = try page()
    for text in [
      "quick", "a description", "a tag", "finished", "schema: 1", "cpu-4", "host", "train argument",
      "0123456789ab", "20.25", "30.50", "1.250", "0.6250", "ww",
    ] {
      #expect(page.text.contains(text), "\(text)")
    }
    let picture = "data:image/png;base64," + ReportFolder.pixel.base64EncodedString()
    let sources = page.attributes["src", default: []]
    #expect(sources == [picture, picture])
    #expect(page.attributes["alt"] == ["Samples: Step 20", "Samples: Step 0"])
  }

  @Test func drawsWhatWasLogged() throws {
    try files.run("runs/tame/0123456789ab", result: ReportFolder.result())
    let losses = try #require(try page().plot("Losses"))
    #expect(losses.steps == [1, 10, 20])
    #expect(losses.curves.map(\.name) == ["loss of D", "loss of G"])
    #expect(losses.curves.map(\.values) == [[1.5, 1.25, 1.125], [0.5, 0.625, 0.875]])
    let distance = try #require(try page().plot("swd"))
    #expect(distance.steps == [10, 20])
    #expect(distance.curves.map(\.name) == ["swd", "swd/16x16"])
    #expect(distance.curves[0].values == [30.5, 20.25])
  }

  @Test func needsNothingFromElsewhere() throws {
    try files.run("runs/tame/0123456789ab", result: ReportFolder.result())
    let page = try page()
    for name in ["src", "href"] {
      for value in page.attributes[name, default: []] {
        #expect(value.hasPrefix("data:") || value.hasPrefix("#"), "\(value)")
      }
    }
    #expect(page.attributes["srcset"] == nil && page.attributes["style"] == nil)
    #expect(!page.style.contains("url(") && !page.style.contains("@import"))
    let policy = try #require(page.attributes["content"]?.first)
    #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
    #expect(!policy.contains("unsafe") && !policy.contains("http"))
  }

  @Test(arguments: HostileText.all) func keepsTextsTexts(_ text: String) throws {
    try files.run("runs/tame/0123456789ab")
    let tame = try page().structure
    try files.run("runs/tame/0123456789ab", words: .all(text))
    let hostile = try page()
    #expect(hostile.structure == tame)
    // As the description and a tag, the spec's text, a host's name and an argument.
    #expect(hostile.text.components(separatedBy: text).count - 1 >= 5)
  }

  @Test func aRunAtWorkHasAPage() throws {
    try files.run(
      "runs/tame/0123456789ab", lines: [ReportFolder.line(1, 1.5, 0.5), #"{"step":2,"lo"#])
    // The line that is being written has no end yet.
    let path = "runs/tame/0123456789ab/metrics.jsonl"
    try files.folder.write(try files.folder.bytes(path).dropLast(), to: path)
    let lock = try RunLock(run: "\(files.folder.path)/runs/tame/0123456789ab")
    let page = try page()
    _ = consume lock
    #expect(page.text.contains("running"))
    #expect(page.plot("Losses")?.steps == [1])
    #expect(try self.page().text.contains("interrupted"))
  }

  @Test func aRunThatHasJustBegunHasAPage() throws {
    try files.run("runs/tame/0123456789ab", lines: [], grids: [])
    let page = try page()
    #expect(page.text.contains("interrupted"))
    #expect(page.drawings.plots.isEmpty)
  }

  @Test func saysWhatWasWrongAndWhatTheCommitLacks() throws {
    let run = "runs/tame/0123456789ab"
    let diagnosis =
      #"{"first_step":1200,"last_step":1900,"name":"alike","message":"samples are <all> alike"}"#
    let result = ReportFolder.result().dropLast() + #","diagnoses":[\#(diagnosis)]}"#
    try files.run(run, result: String(result))
    var text = try page().text
    for expected in ["Diagnosis", "1,200", "1,900", "samples are <all> alike"] {
      #expect(text.contains(expected), "\(expected)")
    }
    #expect(!text.contains("differed from the commit"))
    try files.folder.write(Array("- old\n+ <new>\n".utf8), to: "\(run)/provenance-1.diff")
    let provenance = String(
      decoding: try files.folder.bytes("\(run)/provenance.json"), as: UTF8.self)
    for (name, isShown) in [("provenance-1.diff", true), ("../0123456789ab/spec.yaml", false)] {
      let changed = provenance.replacingOccurrences(
        of: #""host":"#, with: #""git_diff":"\#(name)","host":"#)
      try files.folder.write(Array(changed.utf8), to: "\(run)/provenance.json")
      text = try page().text
      #expect(text.contains("differed from the commit") == isShown)
      #expect(text.contains("+ <new>") == isShown)
    }
  }

  @Test func numbersThatAreNoneAreNotDrawn() throws {
    try files.run(
      "runs/tame/0123456789ab",
      lines: [
        ReportFolder.line(1, 1.5, 0.5),
        ReportFolder.line(2, 0, 0.25).replacingOccurrences(
          of: #""loss/discriminator":0.0"#, with: #""loss/discriminator":"nan""#),
      ])
    let page = try page()
    #expect(page.plot("Losses")?.curves[0].values == [1.5, nil])
    #expect(page.text.contains("NaN"))
  }

  @Test func aLongRunIsThinned() throws {
    let lines = (1...5000).map { ReportFolder.line($0, $0 <= 2500 ? 1 : 3, 2) }
    try files.run("runs/tame/0123456789ab", lines: lines, grids: Array(0...99))
    let page = try page()
    let losses = try #require(page.plot("Losses"))
    #expect(losses.steps.count <= 400 && losses.steps.count > 300)
    #expect(
      losses.curves.map(\.name) == ["loss of D", "loss of D, mean", "loss of G", "loss of G, mean"])
    #expect(losses.curves[0].values.first == 1 && losses.curves[0].values.last == 3)
    #expect(Set(losses.curves[0].values).count <= 3)
    // The mean climbs where the loss jumps.
    #expect(Set(losses.curves[1].values).count > 10)
    #expect(Set(losses.curves[2].values) == [2] && Set(losses.curves[3].values) == [2])
    let titles = page.attributes["data-title", default: []]
    #expect(titles.count == 40)
    #expect(titles.contains("Step 0") && titles.contains("Step 99"))
    #expect(page.text.contains("40 of 100 grids"))
  }

  @Test func aDamagedLogIsAnError() throws {
    try files.run(
      "runs/tame/0123456789ab",
      lines: [#"{"step":1,"lo"#, ReportFolder.line(2, 1.5, 0.5)])
    let path = "\(files.folder.path)/runs/tame/0123456789ab"
    #expect(throws: RunError.damagedRecord(path: "\(path)/metrics.jsonl")) {
      try Report.html(.run(RunFolder(path: path)))
    }
  }
}

/// Texts that would do something to a page that took them for markup.
enum HostileText {
  static let all = [
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "</style><b>",
    "<!-- <script>",
    #"" onerror="alert(3)"#, "' onerror='alert(4)", "&lt;i&gt;", "{{name}}", "{{{charts}}}",
    // With an accent after it, a quote is a character of its own, and no quote.
    "\"\u{301} onerror=alert(5) x=\"\u{301}", "<\u{301}b>", "a\u{2028}b\u{2029}c", "]]>",
    "\u{202E}txt",
  ]
}
