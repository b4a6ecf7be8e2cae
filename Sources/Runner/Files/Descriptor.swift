import Glibc

/// An open file, closed when it goes out of scope; the only place that talks to the C library.
struct Descriptor: ~Copyable {
  let number: Int32
  /// The name in errors.
  let path: String

  private init(number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  deinit {
    close(number)
  }

  /// Opens a file or folder for reading.
  static func reading(_ path: String, folder: Bool = false) throws(RunError) -> Descriptor {
    try opening(path, flags: O_RDONLY | (folder ? O_DIRECTORY : 0), action: .open, shownAs: path)
  }

  /// Opens a file for writing, making it where there is none.
  ///
  /// Errors name `shownAs` where the file is only on its way to that name.
  static func writing(
    _ path: String, flags: Int32, shownAs shown: String? = nil
  ) throws(RunError) -> Descriptor {
    try opening(path, flags: flags | O_CREAT, action: .create, shownAs: shown ?? path)
  }

  private static func opening(
    _ path: String, flags: Int32, action: FileAction, shownAs shown: String
  ) throws(RunError) -> Descriptor {
    let number = retrying { open(path, flags | O_CLOEXEC, 0o666) }
    guard number >= 0 else { throw .file(action, path: shown, code: errno) }
    return Descriptor(number: number, path: shown)
  }

  /// A pipe, whose ends no program inherits that is started later.
  static func pipe() throws(RunError) -> Pipe {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw .file(.create, path: "a pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return Pipe(
      reading: Descriptor(number: ends[0], path: "a pipe"),
      writing: Descriptor(number: ends[1], path: "a pipe"))
  }

  /// The two ends of a pipe.
  struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor
  }

  /// The length in bytes.
  func length() throws(RunError) -> Int {
    var information = stat()
    guard fstat(number, &information) == 0 else { throw .file(.read, path: path, code: errno) }
    return Int(information.st_size)
  }

  /// Writes all of some plain values as they lie in memory, which is little-endian.
  func write<Value: BitwiseCopyable>(_ values: [Value]) throws(RunError) {
    let code = values.withUnsafeBytes { bytes -> Int32 in
      var written = 0
      while written < bytes.count {
        let count = Self.retrying {
          Glibc.write(number, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        }
        guard count >= 0 else { return errno }
        written += count
      }
      return 0
    }
    guard code == 0 else { throw .file(.write, path: path, code: code) }
  }

  /// Reads plain values from here on; fewer where the file ends early.
  func read<Value: BitwiseCopyable>(count: Int, zero: Value) throws(RunError) -> [Value] {
    var failure: Int32 = 0
    let values = [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      var place = 0
      while place < bytes.count {
        let got = Self.retrying {
          Glibc.read(number, bytes.baseAddress.map { $0 + place }, bytes.count - place)
        }
        if got < 0 { failure = errno }
        guard got > 0 else { break }
        place += got
      }
      initialized = place / MemoryLayout<Value>.stride
    }
    guard failure == 0 else { throw .file(.read, path: path, code: failure) }
    return values
  }

  /// Reads the bytes that have come, up to so many, or waits for some; none at the end.
  func readSome(most: Int) throws(RunError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, initialized in
      let got = Self.retrying { Glibc.read(number, buffer.baseAddress, most) }
      if got < 0 { failure = errno }
      initialized = max(got, 0)
    }
    guard failure == 0 else { throw .file(.read, path: path, code: failure) }
    return bytes
  }

  /// Goes to a byte of the file.
  func seek(to offset: Int) throws(RunError) {
    guard lseek(number, off_t(offset), SEEK_SET) >= 0 else {
      throw .file(.read, path: path, code: errno)
    }
  }

  /// Cuts the file to a length.
  func cut(to length: Int) throws(RunError) {
    guard Self.retrying({ ftruncate(number, off_t(length)) }) == 0 else {
      throw .file(.cut, path: path, code: errno)
    }
  }

  /// Has everything written to the disk.
  func sync() throws(RunError) {
    guard Self.retrying({ fsync(number) }) == 0 else {
      // Some file systems have no fsync for folders, and nothing to lose there.
      if errno == EINVAL { return }
      throw .file(.sync, path: path, code: errno)
    }
  }

  /// Takes the exclusive lock, or one that many can share; false where somebody else is in the way.
  func lock(shared: Bool = false) throws(RunError) -> Bool {
    let kind = shared ? LOCK_SH : LOCK_EX
    if Self.retrying({ flock(number, kind | LOCK_NB) }) == 0 { return true }
    if errno == EWOULDBLOCK { return false }
    throw .file(.lock, path: path, code: errno)
  }

  /// Waits for the exclusive lock, which is held for moments only.
  func waitForLock() throws(RunError) {
    guard Self.retrying({ flock(number, LOCK_EX) }) == 0 else {
      throw .file(.lock, path: path, code: errno)
    }
  }

  private static func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }
}
