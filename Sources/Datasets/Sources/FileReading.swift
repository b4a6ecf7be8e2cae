internal import Glibc

/// The bytes of a file that an image may be.
func readImageFile(_ path: String) throws(ImageProblem) -> [UInt8] {
  // Not blocking: to open a pipe would wait for whoever writes into it.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw .unreadable(code: errno) }
  defer { close(descriptor) }
  let status: FileStatus
  do {
    status = try FileStatus(descriptor: descriptor)
  } catch {
    throw .unreadable(code: error.code)
  }
  guard status.kind == .file else { throw .notAFile }
  guard status.size <= Limits.bytes else { throw .tooManyBytes }

  var bytes = [UInt8]()
  var chunk = [UInt8](repeating: 0, count: max(4096, status.size + 1))
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    guard count >= 0 else {
      if errno == EINTR { continue }
      throw .unreadable(code: errno)
    }
    guard count > 0 else { return bytes }
    bytes.append(contentsOf: chunk[..<count])
    // A file may grow while it is read, or be of those whose size says nothing.
    guard bytes.count <= Limits.bytes else { throw .tooManyBytes }
  }
}
