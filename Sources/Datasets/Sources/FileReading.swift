internal import Glibc

/// The bytes of a file that an image may be.
func readImageFile(_ path: String) throws(ImageProblem) -> [UInt8] {
  let bytes = try readFile(path, limit: Limits.bytes + 1)
  guard bytes.count <= Limits.bytes else { throw .tooManyBytes }
  return bytes
}

/// The bytes of a file up to a limit.
func readFile(_ path: String, limit: Int) throws(ImageProblem) -> [UInt8] {
  // Not blocking: to open a pipe would wait for whoever writes into it.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw .unreadable(code: errno) }
  defer { close(descriptor) }
  guard let status = try? FileStatus(descriptor: descriptor), status.kind == .file else {
    throw .notAFile
  }
  // The size is a hint: a file may grow, or be of those whose size says nothing.
  var bytes = [UInt8]()
  bytes.reserveCapacity(min(status.size, limit))
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while bytes.count < limit {
    let count = read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
    guard count >= 0 else {
      if errno == EINTR { continue }
      throw .unreadable(code: errno)
    }
    guard count > 0 else { break }
    bytes.append(contentsOf: chunk[..<count])
  }
  return bytes
}
