import Glibc

/// The right to write into a run's folder, held by one process at a time.
///
/// The file stays for ever: one that is deleted can be locked by two. While the lock is held, the
/// file holds the process's number; the system frees the lock when the process ends, however.
public struct RunLock: ~Copyable {
  private let descriptor: Descriptor

  /// Takes the lock of a run's folder.
  public init(run: String) throws(RunError) {
    let descriptor = try Descriptor.writing("\(run)/.lock", flags: O_RDWR | O_NOFOLLOW)
    guard try Self.take(descriptor) else {
      let text = String(decoding: try descriptor.read(count: 20, zero: UInt8(0)), as: UTF8.self)
      throw .busy(run: run, process: Int32(text.prefix { $0.isNumber }))
    }
    try descriptor.cut(to: 0)
    try descriptor.write(Array("\(getpid())\n".utf8))
    self.descriptor = descriptor
  }

  /// Whether a process holds the lock of a run's folder; asking leaves nothing behind.
  static func isHeld(run: String) throws(RunError) -> Bool {
    let path = "\(run)/.lock"
    guard Folder.entry(path)?.kind == S_IFREG else { return false }
    return !(try Descriptor.reading(path).lock(shared: true))
  }

  /// Takes the lock, also where somebody asks at this moment whether it is held.
  private static func take(_ descriptor: borrowing Descriptor) throws(RunError) -> Bool {
    for _ in 0..<5 {
      if try descriptor.lock() { return true }
      usleep(10_000)
    }
    return try descriptor.lock()
  }

  deinit {
    // Nobody else can hold it now; that nothing is left of us is a courtesy, not a need.
    try? descriptor.cut(to: 0)
  }
}
