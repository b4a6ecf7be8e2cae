import Glibc

/// Reads the text of a spec's file, within its limit.
enum SourceFile {
  static let byteLimit = 1 << 20

  /// A file's text, or nil if the log says why there is none.
  ///
  /// `mark` is where the file was named, if another file did.
  static func read(_ path: String, namedAt mark: Mark?, log: DiagnosticLog) -> String? {
    guard let bytes = bytes(path, namedAt: mark, log: log) else { return nil }
    let place = TextPlace(origin: .file(path))
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let text = String(decoding: body, as: UTF8.self)
    log.add(text, from: place.origin)
    let start = YAMLEvent.Position(line: 0, column: 0)
    if body.starts(with: [0xFF, 0xFE]) || body.starts(with: [0xFE, 0xFF]) {
      log.error(at: place.mark(start), .notUTF8(isUTF16: true))
      return nil
    }
    if let offset = firstInvalid(body) {
      let before = SourceText(String(decoding: body.prefix(offset), as: UTF8.self))
      log.error(at: place.mark(before.end), .notUTF8(isUTF16: false))
      return nil
    }
    return text
  }

  private static func bytes(_ path: String, namedAt mark: Mark?, log: DiagnosticLog) -> [UInt8]? {
    // Who runs the program may well pipe a spec into it; a file that another one names must be one.
    let isNamed = mark != nil
    let file = open(path, O_RDONLY | O_CLOEXEC | (isNamed ? O_NONBLOCK : 0))
    guard file >= 0 else {
      log.error(at: mark, unreadable(path, errno))
      return nil
    }
    defer { close(file) }
    if isNamed, let kind = kind(of: file), kind != S_IFREG {
      log.error(at: mark, kind == S_IFDIR ? .isDirectory(path) : .notAFile(path))
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: byteLimit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress.map { $0 + count }, $0.count - count)
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else {
        log.error(at: mark, unreadable(path, errno))
        return nil
      }
      if got == 0 { break }
      count += got
    }
    guard count <= byteLimit else {
      log.error(at: mark, .fileTooLarge(path, limit: byteLimit))
      return nil
    }
    return Array(bytes.prefix(count))
  }

  private static func kind(of file: Int32) -> mode_t? {
    var status = stat()
    return fstat(file, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func unreadable(_ path: String, _ code: Int32) -> SpecProblem {
    switch code {
    case ENOENT, ENOTDIR: .noSuchFile(path)
    case EISDIR: .isDirectory(path)
    default: .unreadable(path, reason: String(cString: strerror(code)))
    }
  }

  /// The offset of the first byte that isn't UTF-8.
  private static func firstInvalid(_ bytes: some Collection<UInt8>) -> Int? {
    var decoder = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}
