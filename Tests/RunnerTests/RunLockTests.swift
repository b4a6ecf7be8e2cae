import Foundation
import Glibc
import Runner
import Testing

@Suite struct RunLockTests {
  @Test func isHeldByOneAtATime() throws {
    let folder = try TemporaryFolder()
    do {
      let lock = try RunLock(run: folder.path)
      #expect(throws: RunError.busy(run: folder.path, process: getpid())) {
        _ = try RunLock(run: folder.path)
      }
      // The loser must not have wiped the holder's name.
      #expect(try Array(folder.bytes(".lock")) == Array("\(getpid())\n".utf8))
      _ = consume lock
    }
    #expect(try folder.bytes(".lock").isEmpty)
    _ = try RunLock(run: folder.path)
  }

  @Test func aLinkIsNotFollowed() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("kept".utf8), to: "other")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/.lock", withDestinationPath: "other")
    #expect(throws: RunError.self) { _ = try RunLock(run: folder.path) }
    #expect(try folder.bytes("other") == Data("kept".utf8))
  }
}
