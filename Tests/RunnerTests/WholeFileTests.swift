import Glibc
import Runner
import Testing

@Suite struct WholeFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func appearsOnlyWhenPublished() throws {
    let path = "\(folder.path)/f"
    try WholeFile.write(Array("old".utf8), to: path)
    let file = try WholeFile(path)
    try file.write(Array("new, and longer".utf8))
    #expect(try WholeFile.read(path) == Array("old".utf8))
    try file.publish()
    #expect(try WholeFile.read(path) == Array("new, and longer".utf8))
    #expect(try folder.contents().keys.sorted() == ["f"])
  }

  @Test func leavesWhatWasThereWhenGivenUp() throws {
    let path = "\(folder.path)/f"
    try WholeFile.write(Array("old".utf8), to: path)
    do {
      let file = try WholeFile(path)
      try file.write(Array("ne".utf8))
    }
    #expect(try folder.contents().mapValues(Array.init) == ["f": Array("old".utf8)])
  }

  @Test func saysWhereItCannotWrite() throws {
    #expect(throws: RunError.file(.create, path: "/proc/f", code: ENOENT)) {
      _ = try WholeFile("/proc/f")
    }
    #expect(throws: RunError.notARegularFile(path: "/dev/null")) { _ = try WholeFile("/dev/null") }
    #expect(throws: RunError.notARegularFile(path: folder.path)) {
      _ = try WholeFile(folder.path)
    }
  }

  @Test func aFullDiskLeavesWhatWasThere() throws {
    // The kernel answers every write to this device with "no space left".
    let log = try AppendLog("/dev/full")
    #expect(throws: RunError.file(.write, path: "/dev/full", code: ENOSPC)) {
      try log.append(["step": 1])
    }
  }
}
