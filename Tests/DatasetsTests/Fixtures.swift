import Datasets
import FoundationEssentials
import Testing

/// A folder of a test's own, deleted at its end.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "gan-run-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path(percentEncoded: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file, and the folders that it lies in; gives its path.
  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = "\(path)/\(name)"
    let folder = URL(filePath: file).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }
}

/// The bytes of a file beside the tests.
func fixture(_ name: String, file: String = #filePath) throws -> [UInt8] {
  let folder = URL(filePath: file).deletingLastPathComponent()
  return Array(try Data(contentsOf: folder.appending(path: name)))
}

/// A small PNG whose pixels tell it from others.
func tinyPNG(_ shade: UInt8 = 100, side: Int = 4) throws -> [UInt8] {
  let pixels = (0..<(side * side * 3)).map { UInt8(truncatingIfNeeded: $0 * 7) ^ shade }
  return try PNG.encode(pixels: pixels, width: side, height: side, channels: 3)
}

/// A target of RGB.
func target(_ height: Int, _ width: Int, channels: Int = 3) -> ImageTarget {
  ImageTarget(height: height, width: width, channels: channels)
}
