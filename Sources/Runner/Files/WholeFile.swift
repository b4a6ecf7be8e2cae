import Glibc

/// A file that appears whole or not at all: what was there stays until the new one is on the disk.
///
/// It is written beside its place under a temporary name; `publish` has it written to the disk,
/// gives it its name, and has the name written to the disk.
public struct WholeFile: ~Copyable {
  private let path: String
  private let temporary: String
  private let descriptor: Descriptor
  private var published = false

  /// Begins to write a file.
  public init(_ path: String) throws(RunError) {
    let kind = Folder.kind(of: path)
    guard kind == nil || kind == S_IFREG else { throw .notARegularFile(path: path) }
    // Machines that share a folder may have processes of one number.
    let unique = "\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let temporary = "\(Folder.parent(of: path))/.\(Folder.name(of: path)).\(unique).tmp"
    self.descriptor = try .writing(temporary, flags: O_WRONLY | O_TRUNC | O_NOFOLLOW, shownAs: path)
    self.path = path
    self.temporary = temporary
  }

  deinit {
    if !published { unlink(temporary) }
  }

  /// Adds plain values as they lie in memory.
  public func write<Value: BitwiseCopyable>(_ values: [Value]) throws(RunError) {
    try descriptor.write(values)
  }

  /// Puts the file in its place.
  public consuming func publish() throws(RunError) {
    try descriptor.sync()
    guard rename(temporary, path) == 0 else { throw .file(.rename, path: path, code: errno) }
    published = true
    try Folder.sync(Folder.parent(of: path))
  }

  /// Writes a file of some bytes.
  public static func write(_ bytes: [UInt8], to path: String) throws(RunError) {
    let file = try WholeFile(path)
    try file.write(bytes)
    try file.publish()
  }

  /// Reads all of a file.
  public static func read(_ path: String) throws(RunError) -> [UInt8] {
    let descriptor = try Descriptor.reading(path)
    return try descriptor.read(count: try descriptor.length(), zero: UInt8(0))
  }

  /// Whether a name is one that an interrupted writing may have left.
  static func isTemporary(_ name: String) -> Bool {
    name.hasPrefix(".") && name.hasSuffix(".tmp")
  }
}
