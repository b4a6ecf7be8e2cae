internal import Glibc

/// The bytes of all images of a data set, in memory or in a file that is mapped into it.
final class PixelStore: Sendable {
  // Only written before it is shared: each image once, by one thread.
  private nonisolated(unsafe) let base: UnsafeMutableRawPointer
  private let length: Int

  /// Zeroes in memory.
  convenience init(inMemory length: Int) throws(SystemError) {
    try self.init(
      length: length, protection: PROT_READ | PROT_WRITE, flags: MAP_PRIVATE | MAP_ANONYMOUS,
      descriptor: -1)
  }

  /// The bytes of an open file, which may be closed after.
  convenience init(mapping descriptor: Int32, length: Int, writable: Bool) throws(SystemError) {
    try self.init(
      length: length, protection: writable ? PROT_READ | PROT_WRITE : PROT_READ,
      flags: MAP_SHARED, descriptor: descriptor)
  }

  private init(
    length: Int, protection: Int32, flags: Int32, descriptor: Int32
  ) throws(SystemError) {
    guard let base = mmap(nil, length, protection, flags, descriptor, 0), base != MAP_FAILED
    else { throw .last }
    self.base = base
    self.length = length
  }

  deinit {
    munmap(base, length)
  }

  /// Some of the bytes.
  func withBytes<Result, Failure: Error>(
    _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = UnsafeRawBufferPointer(start: base, count: length)[range]
    return try body(bytes.bindMemory(to: UInt8.self).span)
  }

  /// Puts bytes at a place.
  func write(_ bytes: [UInt8], at offset: Int) {
    UnsafeMutableRawBufferPointer(start: base, count: length)[offset..<(offset + bytes.count)]
      .copyBytes(from: bytes)
  }

  /// Brings what was written to the disk.
  func synchronize() throws(SystemError) {
    guard msync(base, length, MS_SYNC) == 0 else { throw .last }
  }
}
