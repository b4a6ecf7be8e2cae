import Foundation
import ModelSpec
import Testing

/// Bad specs, each with the text that is shown for it.
///
/// A first line `# gan-run SPEC key=value` gives the overrides. `GAN_RUN_RECORD=1` writes the
/// texts anew, to be read before they are committed.
struct CorpusTests {
  static let folder = (#filePath as NSString).deletingLastPathComponent + "/Corpus"

  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".yaml") }.sorted()

  @Test func thereAreEnough() {
    #expect(Self.names.count >= 60)
  }

  @Test(arguments: names)
  func rendersAsRecorded(_ name: String) throws {
    let path = "\(Self.folder)/\(name)"
    let golden = "\(Self.folder)/\(name.dropLast(5)).txt"
    let rendered = try Self.render(path)
    if ProcessInfo.processInfo.environment["GAN_RUN_RECORD"] != nil {
      try rendered.write(toFile: golden, atomically: true, encoding: .utf8)
    }
    #expect(rendered == (try String(contentsOfFile: golden, encoding: .utf8)))
  }

  /// What is shown for a spec, with paths from the corpus.
  private static func render(_ path: String) throws -> String {
    let reader = SpecReader(catalogue: TestCatalogue.standard)
    do {
      let spec = try reader.expand(path: path, overrides: try overrides(path)).base
      #expect(!spec.warnings.isEmpty, "nothing is wrong with it")
      let renderer = DiagnosticRenderer(sources: spec.sources)
      return shown(renderer.render(spec.warnings))
    } catch let error as SpecError {
      return shown(DiagnosticRenderer.render(error))
    }
  }

  private static func shown(_ text: String) -> String {
    text.replacingOccurrences(of: folder + "/", with: "")
  }

  private static func overrides(_ path: String) throws -> [String] {
    let first = try String(contentsOfFile: path, encoding: .utf8).prefix { $0 != "\n" }
    let command = "# gan-run SPEC "
    guard first.hasPrefix(command) else { return [] }
    return first.dropFirst(command.count).components(separatedBy: "  ")
  }
}
