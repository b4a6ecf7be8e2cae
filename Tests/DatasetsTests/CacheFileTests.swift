import Datasets
import FoundationEssentials
import Glibc
import Testing

@Suite struct CacheFileTests {
  private let folder: TemporaryFolder
  private let cache: CacheFolder

  init() throws {
    folder = try TemporaryFolder()
    cache = CacheFolder(path: folder.path + "/some/cache")
    for index in 0..<6 {
      try folder.write("images/\(index).png", tinyPNG(UInt8(index)))
    }
  }

  @Test func secondTimeComesFromTheCache() throws {
    let first = try open()
    let second = try open()
    #expect(!first.cameFromCache)
    #expect(second.cameFromCache)
    #expect(first.digest == second.digest)
    #expect(images(first) == images(second))
    #expect(try cacheFiles().count == 1)
  }

  @Test func cachedDataWarnAsBefore() throws {
    #expect(try open(target(4, 4, channels: 1)).warnings == [.colorDropped(images: 6, of: 6)])
    let second = try open(target(4, 4, channels: 1))
    #expect(second.cameFromCache)
    #expect(second.warnings == [.colorDropped(images: 6, of: 6)])
  }

  @Test func changedFileReplacesTheCache() throws {
    let first = try open()
    try folder.write("images/3.png", tinyPNG(77))
    let second = try open()
    #expect(!second.cameFromCache)
    #expect(first.digest != second.digest)
    #expect(try open().cameFromCache)
    #expect(try cacheFiles().count == 1)
  }

  @Test func touchedFileReplacesTheCache() throws {
    let first = try open()
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)],
      ofItemAtPath: folder.path + "/images/2.png")
    let second = try open()
    #expect(!second.cameFromCache)
    #expect(first.digest == second.digest)
  }

  @Test func changeOfTheSameSizeAndTimeIsNoticed() throws {
    let file = folder.path + "/images/2.png"
    let manager = FileManager.default
    let time = try #require(try manager.attributesOfItem(atPath: file)[.modificationDate] as? Date)
    let first = try open()
    try folder.write("images/2.png", tinyPNG(3))
    try manager.setAttributes([.modificationDate: time], ofItemAtPath: file)
    #expect(try open().digest != first.digest)
  }

  @Test func addedAndRenamedFilesReplaceTheCache() throws {
    _ = try open()
    try folder.write("images/6.png", tinyPNG(6))
    #expect(try open().count == 7)
    let images = folder.path + "/images"
    try FileManager.default.moveItem(atPath: images + "/6.png", toPath: images + "/9.png")
    #expect(try !open().cameFromCache)
  }

  @Test(arguments: [
    target(5, 4), target(4, 5), target(4, 4, channels: 1),
    ImageTarget(height: 4, width: 4, channels: 3, background: [1, 2, 3]),
  ])
  func otherTargetHasItsOwn(_ other: ImageTarget) throws {
    _ = try open()
    #expect(try !open(other).cameFromCache)
    #expect(try open(other).cameFromCache)
    #expect(try open().cameFromCache)
  }

  /// A byte changed in each part of the file: magic, shape, colours, key, digest, checksum, the
  /// page's rest, first and last pixel.
  @Test(arguments: [0, 20, 50, 60, 100, 130, 4000, 4096, 4096 + 6 * 48 - 1])
  func damagedCacheIsRebuilt(_ offset: Int) throws {
    // Not kept: it would map the file that is damaged next.
    let before = images(try open())
    let file = try #require(try cacheFiles().first)
    var bytes = try Data(contentsOf: URL(filePath: file))
    bytes[offset] ^= 1
    try bytes.write(to: URL(filePath: file))
    let second = try open()
    #expect(!second.cameFromCache)
    #expect(before == images(second))
    #expect(try open().cameFromCache)
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 4096 + 6 * 48 - 1, 4096 + 6 * 48 + 1])
  func cacheOfAnotherLengthIsRebuilt(_ length: Int) throws {
    // Not kept: it would map the file that is damaged next.
    let before = images(try open())
    let file = try #require(try cacheFiles().first)
    try #require(truncate(file, length) == 0)
    let second = try open()
    #expect(!second.cameFromCache)
    #expect(before == images(second))
    #expect(try open().cameFromCache)
  }

  @Test func withoutAPlaceThereIsNoCache() throws {
    let file = try folder.write("file", [])
    let nowhere = CacheFolder(path: file + "/cache")
    for _ in 0..<2 {
      let data = try Dataset.open(
        .path(folder.path + "/images"), target: target(4, 4), cache: nowhere)
      #expect(!data.cameFromCache)
      #expect(images(data) == images(try open()))
    }
  }

  @Test func folderInPlaceOfTheFileMeansNoCache() throws {
    _ = try open()
    let file = try #require(try cacheFiles().first)
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    #expect(try !open().cameFromCache)
    #expect(try !open().cameFromCache)
  }

  @Test func moreThanTheDiskHoldsLeavesNothingBehind() throws {
    // So large that no file system would begin with it, should it ever be asked.
    let error = DatasetError.tooMuchData(count: 1 << 50, height: 4, width: 4, channels: 3)
    #expect(throws: error) {
      try Dataset.open(
        .synthetic("shapes", count: 1 << 50), target: target(4, 4), cache: cache)
    }
    #expect(try cacheFiles().isEmpty)
  }

  @Test func badImagesLeaveNothingBehind() throws {
    try folder.write("images/bad.png", [1])
    #expect(throws: DatasetError.self) { try open() }
    #expect(try cacheFiles().isEmpty)
  }

  @Test func whoComesWhileAnotherBuildsKeepsItsOwn() throws {
    _ = try open()
    let file = try #require(try cacheFiles().first)
    try FileManager.default.removeItem(atPath: file)
    let other = Glibc.open(file + ".partial", O_RDWR | O_CREAT, 0o600)
    defer { close(other) }
    try #require(flock(other, LOCK_EX) == 0)
    #expect(try open().count == 6)
    #expect(try cacheFiles() == [file + ".partial"])
  }

  @Test func leftoversOfAKilledBuilderAreUsedUp() throws {
    _ = try open()
    let file = try #require(try cacheFiles().first)
    try FileManager.default.moveItem(atPath: file, toPath: file + ".partial")
    #expect(try !open().cameFromCache)
    #expect(try open().cameFromCache)
    #expect(try cacheFiles() == [file])
  }

  @Test func manyBuildersAtOnceAgree() async throws {
    let digests = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<16 {
        group.addTask { try open().digest }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(digests.count == 1)
    #expect(try cacheFiles().count == 1)
  }

  @Test func syntheticDataAreCachedToo() throws {
    let source = Dataset.Source.synthetic("shapes", count: 20)
    let first = try Dataset.open(source, target: target(8, 8), cache: cache)
    let second = try Dataset.open(source, target: target(8, 8), cache: cache)
    #expect(second.cameFromCache)
    #expect(first.digest == second.digest)
    let more = try Dataset.open(
      .synthetic("shapes", count: 21), target: target(8, 8), cache: cache)
    #expect(!more.cameFromCache)
  }

  private func open(_ wanted: ImageTarget = target(4, 4)) throws -> Dataset {
    try Dataset.open(.path(folder.path + "/images"), target: wanted, cache: cache)
  }

  private func images(_ data: Dataset) -> [[UInt8]] {
    (0..<data.count).map { data.image($0) }
  }

  private func cacheFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: cache.path).map { cache.path + "/" + $0 }
  }
}
