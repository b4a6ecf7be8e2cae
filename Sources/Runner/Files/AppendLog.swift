import FoundationEssentials
import Glibc

/// A file of lines that only grows, but for a resume, which cuts it back to a checkpoint.
public struct AppendLog: ~Copyable {
  private let descriptor: Descriptor

  /// Opens a log, making it where there is none.
  public init(_ path: String) throws(RunError) {
    let descriptor = try Descriptor.writing(path, flags: O_WRONLY | O_APPEND)
    self.descriptor = descriptor
  }

  /// The length in bytes.
  public func length() throws(RunError) -> Int {
    try descriptor.length()
  }

  /// Adds a line.
  public func append(_ line: some Encodable) throws(RunError) {
    var bytes = JSONText.line(line)
    bytes.append(UInt8(ascii: "\n"))
    // A single write: another process that reads sees whole lines.
    try descriptor.write(bytes)
  }

  /// Adds whole lines.
  func append(bytes: [UInt8]) throws(RunError) {
    try descriptor.write(bytes)
  }

  /// Takes out what was added after a length.
  public func cut(to length: Int) throws(RunError) {
    if try descriptor.length() > length { try descriptor.cut(to: length) }
  }

  /// Has the lines written to the disk.
  public func sync() throws(RunError) {
    try descriptor.sync()
  }
}
