internal import CZip

/// A zip that is open for reading, through libzip; for one thread.
final class ZipArchive {
  /// Why libzip would not do something, in its own words, and its number.
  struct Failure: Error {
    let code: Int32
    let systemCode: Int32
    let message: String

    init(_ error: UnsafeMutablePointer<zip_error_t>) {
      code = zip_error_code_zip(error)
      systemCode = zip_error_code_system(error)
      message = zip_error_strerror(error).map { String(cString: $0) } ?? "error \(code)"
    }
  }

  /// What the directory says of an entry.
  struct Entry {
    let name: String
    let size: Int
    let isEncrypted: Bool
    let stamp: String
  }

  private let handle: OpaquePointer

  init(_ path: String) throws(Failure) {
    var code: Int32 = 0
    guard let handle = zip_open(path, ZIP_RDONLY, &code) else {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      throw Failure(&error)
    }
    self.handle = handle
  }

  deinit {
    zip_discard(handle)
  }

  /// How many entries there are, folders included.
  var count: Int { Int(max(0, zip_get_num_entries(handle, 0))) }

  /// What the directory says of an entry; nil where it says nothing.
  func entry(_ index: Int) -> Entry? {
    var status = zip_stat_t()
    let wanted = UInt64(ZIP_STAT_NAME | ZIP_STAT_SIZE)
    guard zip_stat_index(handle, zip_uint64_t(index), 0, &status) == 0,
      status.valid & wanted == wanted, let name = status.name
    else { return nil }
    return Entry(
      name: String(cString: name), size: Int(clamping: status.size),
      isEncrypted: status.encryption_method != UInt16(ZIP_EM_NONE),
      stamp: "\(status.size) \(status.crc)")
  }

  /// The unpacked bytes of an entry, no more than a limit; nil where there are more.
  func read(_ index: Int, limit: Int) throws(Failure) -> [UInt8]? {
    guard let file = zip_fopen_index(handle, zip_uint64_t(index), 0) else {
      throw Failure(zip_get_error(handle))
    }
    defer { zip_fclose(file) }
    var bytes = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = zip_fread(file, &chunk, zip_uint64_t(chunk.count))
      guard count >= 0 else { throw Failure(zip_file_get_error(file)) }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<Int(count)])
      guard bytes.count <= limit else { return nil }
    }
  }
}

extension ZipArchive {
  /// The version of libzip that this process runs with.
  static var libraryVersion: String { String(cString: zip_libzip_version()) }
}
