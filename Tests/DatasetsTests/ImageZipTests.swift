import Datasets
import FoundationEssentials
import Testing

@Suite struct ImageZipTests {
  /// What is in each is what is in `Goldens/folder`, in another order, and Finder's leavings.
  @Test(arguments: ["stored", "deflated", "zip64"])
  func imagesComeInTheOrderOfTheirPaths(_ kind: String) throws {
    let digest = String(decoding: try fixture("Goldens/digest"), as: UTF8.self)
    let goldens = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    let path = goldens.appending(path: "archives/\(kind).zip").path
    let data = try Dataset.open(.path(path), target: target(10, 12), cache: nil)
    #expect(data.count == 9)
    #expect(data.digest + "\n" == digest)
    #expect(data.warnings == [.filesSkipped(count: 1, example: "a/more.webp")])
  }

  private static let emoji = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../experiments/data/noto-emoji-64.zip").standardized

  /// The digest beside the script that makes the data, which Pillow found.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: emoji.path), "./setup makes it"))
  func emojiHaveTheirDigest() throws {
    let text = try String(
      contentsOf: Self.emoji.deletingPathExtension().appendingPathExtension("digest"),
      encoding: .utf8)
    let known = text.split(separator: "\n")
    let data = try Dataset.open(.path(Self.emoji.path), target: target(64, 64), cache: nil)
    #expect(data.digest == known[0])
    #expect(String(data.count) == known[1])
    #expect(data.warnings.isEmpty)
  }
}
