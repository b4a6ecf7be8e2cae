import Glibc
import ModelSpec
import Testing

/// Texts that are made to hurt, or that are no text.
struct LimitTests {
  /// The first line of what is shown for some bytes.
  private static func message(_ bytes: [UInt8]) throws -> String {
    let fixture = try SpecFixture()
    try fixture.write(bytes, to: "spec.yaml")
    do {
      _ = try fixture.read()
      return "it was read"
    } catch let error as SpecError {
      let text = DiagnosticRenderer.render(error)
      #expect(text.utf8.count < 2000)
      let line = text.prefix { $0 != "\n" }
      return String(line.dropFirst(line.hasPrefix(fixture.folder) ? fixture.folder.count + 1 : 0))
    }
  }

  private static func message(_ text: String) throws -> String {
    try message(Array(text.utf8))
  }

  @Test func anAliasBombIsRefused() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      let items = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    let clock = ContinuousClock()
    let time = try clock.measure {
      let message = try Self.message(text)
      #expect(message.contains("more than 100000 values"))
    }
    #expect(time < .seconds(5))
  }

  @Test func aliasesBelowTheLimitAreFine() throws {
    let text = SpecFixture.small("seed: 1", "").replacing(
      "- batch_norm\n", with: "- &b {batch_norm: {eps: 1e-3}}\n  - *b\n")
    #expect(try SpecFixture.read(text).generator[2].layer.real("eps") == 1e-3)
  }

  @Test func aMillionBracketsAreRefused() throws {
    let message = try Self.message("a: " + String(repeating: "[", count: 1_000_000))
    #expect(message.hasPrefix("spec.yaml:1:"))
    #expect(message.hasSuffix("nested more than 64 levels deep"))
  }

  @Test(arguments: ["[", "{a: ", "- ", "? ", "a:\n"])
  func deepNestingIsRefused(_ unit: String) throws {
    let text = (0..<200).reduce(into: "") { text, level in
      text += unit.hasSuffix("\n") ? String(repeating: " ", count: level) + unit : unit
    }
    #expect(try Self.message(text).hasSuffix("nested more than 64 levels deep"))
  }

  @Test func depthThroughAliasesCounts() throws {
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    let text = "a: &a \(deep)\nb: \(String(repeating: "[", count: 40))*a"
    #expect(try Self.message(text).hasSuffix("nested more than 64 levels deep"))
  }

  @Test func tenMegabytesAreRefused() throws {
    let message = try Self.message([UInt8](repeating: UInt8(ascii: "["), count: 10_000_000))
    #expect(message.hasSuffix("is larger than 1 MiB, which no spec is"))
  }

  @Test func aMillionValuesAreRefused() throws {
    let message = try Self.message("a: [" + String(repeating: "1,", count: 200_000) + "1]")
    #expect(
      message.hasSuffix("more than 100000 values, each alias counted as all that it stands for"))
  }

  @Test func whatIsNotUTF8IsRefused() throws {
    let latin = Array("schema: 1\nname: caf".utf8) + [0xE9, 0x0A]
    #expect(try Self.message(latin) == "spec.yaml:2:10: error: these bytes aren't UTF-8 text")
    let utf16: [UInt8] = [0xFF, 0xFE, 0x73, 0x00, 0x0A, 0x00]
    #expect(
      try Self.message(utf16) == "spec.yaml:1:1: error: this is UTF-16; a spec is UTF-8 text")
    let surrogate: [UInt8] = [0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80]
    #expect(try Self.message(surrogate).contains("aren't UTF-8"))
    #expect(try Self.message([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]).contains("control character"))
  }

  @Test func aByteOrderMarkIsFine() throws {
    let fixture = try SpecFixture()
    try fixture.write([0xEF, 0xBB, 0xBF] + Array(SpecFixture.small.utf8), to: "spec.yaml")
    #expect(try fixture.read().nz == 8)
    let bad = SpecFixture.small("schema: 1", "schema: 2")
    #expect(try Self.message([0xEF, 0xBB, 0xBF] + Array(bad.utf8)).hasPrefix("spec.yaml:1:9:"))
  }

  @Test func windowsLineEndsAreFine() throws {
    let text = SpecFixture.small.replacing("\n", with: "\r\n")
    #expect(try SpecFixture.read(text).generator.count == 5)
    #expect(
      try Self.message(text.replacing("batch: 4", with: "batch: 0")).hasPrefix("spec.yaml:14:16:"))
  }

  @Test func aMissingFileIsToldFromABadOne() throws {
    let fixture = try SpecFixture(["empty.yaml": "", "child.yaml": "extends: none.yaml"])
    let missing = #expect(throws: SpecError.self) { try fixture.read("none.yaml") }
    #expect(missing?.isMissingInput == true)
    for name in ["empty.yaml", "child.yaml", "."] {
      let error = #expect(throws: SpecError.self) { try fixture.read(name) }
      #expect(error?.isMissingInput == false)
    }
    let folder = #expect(throws: SpecError.self) { try fixture.read(".") }
    #expect(folder.map(DiagnosticRenderer.render)?.contains("is a folder, not a spec") == true)
  }

  @Test(.timeLimit(.minutes(1)))
  func aPipeThatASpecExtendsIsRefused() throws {
    let fixture = try SpecFixture(["spec.yaml": "extends: pipe"])
    #expect(mkfifo(fixture.path("pipe"), 0o600) == 0)
    let error = #expect(throws: SpecError.self) { try fixture.read() }
    #expect(error.map(DiagnosticRenderer.render)?.contains("is a pipe or a device") == true)
  }

  @Test func longLinesAreShownInPart() throws {
    let padding = String(repeating: "x", count: 5000)
    let text = SpecFixture.small("schema: 1", "schema: 1\ntags: [\(padding), [y], \(padding)]")
    let error = #expect(throws: SpecError.self) { try SpecFixture.read(text) }
    let lines = (error.map(DiagnosticRenderer.render) ?? "").split(separator: "\n")
    #expect(lines[1].count == 100)
    #expect(Array(lines[1])[lines[2].count - 1] == "[")
  }

  @Test func chainsOfFilesEnd() throws {
    let fixture = try SpecFixture()
    for level in 0..<70 {
      try fixture.write(Array("extends: f\(level + 1).yaml\n".utf8), to: "f\(level).yaml")
    }
    let error = #expect(throws: SpecError.self) { try fixture.read("f0.yaml") }
    #expect(error.map(DiagnosticRenderer.render)?.contains("more than 64 files") == true)
    #expect(error?.diagnostics.count == 1)
  }
}
