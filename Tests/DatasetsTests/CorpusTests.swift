import Datasets
import Testing

/// Broken files, each with the one message that it must get; `Corpus/make.py` makes both.
@Suite struct CorpusTests {
  struct Broken: CustomStringConvertible {
    let file: String
    let message: String
    var description: String { file }
  }

  static let all: [Broken] = (try? read()) ?? []

  @Test func allFilesAreThere() {
    #expect(Self.all.count == 95)
  }

  @Test(arguments: all.filter { !$0.file.hasSuffix(".zip") })
  func imageIsRefused(_ broken: Broken) throws {
    let bytes = try fixture("Corpus/files/\(broken.file)")
    let folder = try TemporaryFolder()
    try folder.write("nested/\(broken.file)", bytes)
    try folder.write("good.png", tinyPNG())
    #expect(message(of: folder.path) == "\(folder.path): nested/\(broken.file) \(broken.message)")
  }

  @Test(arguments: all.filter { $0.file.hasSuffix(".zip") })
  func zipIsRefused(_ broken: Broken) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(broken.file, fixture("Corpus/files/\(broken.file)"))
    #expect(message(of: path) == broken.message.replacing("{}", with: path))
  }

  private func message(of path: String) -> String? {
    do {
      _ = try Dataset.open(.path(path), target: target(8, 8), cache: nil)
      return nil
    } catch {
      #expect(error.category == .badData)
      return error.message
    }
  }

  private static func read() throws -> [Broken] {
    String(decoding: try fixture("Corpus/expected.tsv"), as: UTF8.self).split(separator: "\n")
      .map { line in
        let fields = line.split(separator: "\t", maxSplits: 1)
        return Broken(file: String(fields[0]), message: String(fields[1]))
      }
  }
}
