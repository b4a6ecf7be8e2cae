import Datasets
import FoundationEssentials
import Glibc
import Testing

@Suite struct ImageFolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func nestedImagesComeInTheOrderOfTheirPaths() throws {
    let digest = String(decoding: try fixture("Goldens/digest"), as: UTF8.self)
    let goldens = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
    let data = try open(goldens.appending(path: "folder").path, target(10, 12))
    #expect(data.count == 9)
    #expect(data.digest + "\n" == digest)
    #expect(data.warnings == [.filesSkipped(count: 1, example: "a/more.webp")])
  }

  @Test func emptyFolderIsRefused() {
    #expect(throws: DatasetError.noImages(path: folder.path, other: nil)) { try open(folder.path) }
  }

  @Test func folderWithoutImagesIsRefused() throws {
    try folder.write("notes.txt", [1])
    try folder.write("b/x.gif", [1])
    #expect(throws: DatasetError.noImages(path: folder.path, other: "b/x.gif")) {
      try open(folder.path)
    }
  }

  @Test func nameThatIsNoTextIsRefused() throws {
    for (first, refused) in [(UInt8(ascii: "."), false), (UInt8(ascii: "a"), true)] {
      try folder.write("b.png", tinyPNG())
      let name =
        folder.path.utf8.map { CChar(bitPattern: $0) } + [
          CChar(bitPattern: UInt8(ascii: "/")), CChar(bitPattern: first), -1,
        ] + ".png".utf8.map { CChar(bitPattern: $0) } + [0]
      let descriptor = Glibc.open(name, O_CREAT | O_WRONLY, 0o600)
      try #require(descriptor >= 0)
      close(descriptor)
      if refused {
        #expect(throws: DatasetError.badName(path: "\(folder.path)/a\u{FFFD}.png")) {
          try open(folder.path)
        }
      } else {
        #expect(try open(folder.path).count == 1)
      }
    }
  }

  @Test func missingPathSaysWhatMakesIt() {
    #expect(throws: DatasetError.missing(path: "/nowhere/x")) { try open("/nowhere/x") }
    let emoji = DatasetError.missing(path: "experiments/data/noto-emoji-64.zip")
    #expect(emoji.category == .noInput)
    #expect(emoji.message == "there is nothing at experiments/data/noto-emoji-64.zip")
    #expect(emoji.help == "./setup makes it")
    #expect(DatasetError.missing(path: "cats.zip").help == nil)
  }

  @Test func pathThroughAFileIsMissing() throws {
    let file = try folder.write("a.png", tinyPNG())
    #expect(throws: DatasetError.missing(path: file + "/x")) { try open(file + "/x") }
  }

  @Test func imageAloneIsNoSource() throws {
    let file = try folder.write("a.png", tinyPNG())
    #expect(throws: DatasetError.notASource(path: file)) { try open(file) }
  }

  @Test func pipeAsSourceIsRefused() throws {
    let pipe = folder.path + "/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: DatasetError.notASource(path: pipe)) { try open(pipe) }
  }

  @Test func folderNamedAsAnImageIsAFolder() throws {
    try folder.write("x.png/a.png", tinyPNG())
    #expect(try open(folder.path).count == 1)
  }

  @Test func pipeAmongImagesIsRefusedWithoutWaiting() throws {
    try folder.write("a.png", tinyPNG())
    try #require(mkfifo(folder.path + "/b.png", 0o600) == 0)
    #expect(throws: bad("b.png", .notAFile)) { try open(folder.path) }
  }

  @Test func danglingLinkIsRefused() throws {
    try folder.write("a.png", tinyPNG())
    try #require(symlink("nowhere", folder.path + "/b.png") == 0)
    let error = bad("b.png", .unreadable(code: ENOENT))
    #expect(throws: error) { try open(folder.path) }
    #expect(error.category == .noInput)
  }

  @Test func failingReadIsAnInputOutputError() throws {
    try folder.write("a.png", tinyPNG())
    // Its first page is mapped nowhere, so that reading it fails for root, too.
    try #require(symlink("/proc/self/mem", folder.path + "/b.png") == 0)
    let error = bad("b.png", .unreadable(code: EIO))
    #expect(throws: error) { try open(folder.path) }
    #expect(error.category == .inputOutput)
    #expect(error.message == "\(folder.path): b.png cannot be read: Input/output error")
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func forbiddenFileIsRefused() throws {
    let file = try folder.write("a.png", tinyPNG())
    chmod(file, 0)
    #expect(throws: bad("a.png", .unreadable(code: EACCES))) { try open(folder.path) }
  }

  @Test func linksAreFollowedButNotInCircles() throws {
    try folder.write("real/a.png", tinyPNG())
    try #require(symlink("../real", folder.path + "/real/again") == 0)
    try #require(symlink("real", folder.path + "/other") == 0)
    #expect(try open(folder.path).count == 2)
  }

  @Test func deepFoldersAreRefused() throws {
    let nested = String(repeating: "d/", count: 70)
    try folder.write(nested + "a.png", tinyPNG())
    let limit = folder.path + String(repeating: "/d", count: 64)
    #expect(throws: DatasetError.tooDeep(path: limit)) { try open(folder.path) }
  }

  @Test func hugeFileIsRefusedUnread() throws {
    let file = try folder.write("a.png", tinyPNG())
    try #require(truncate(file, 300 << 20) == 0)
    #expect(throws: bad("a.png", .tooManyBytes)) { try open(folder.path) }
  }

  private func open(_ path: String, _ target: ImageTarget = target(4, 4)) throws -> Dataset {
    try Dataset.open(.path(path), target: target, cache: nil)
  }

  private func bad(_ entry: String, _ problem: ImageProblem) -> DatasetError {
    .badImages(path: folder.path, images: [BadImage(entry: entry, problem: problem)])
  }
}
