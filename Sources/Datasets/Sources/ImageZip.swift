internal import CZip

/// A zip of images, nested as it likes; StyleGAN's data sets are such.
struct ImageZip: ImageSource {
  let path: String
  let entries: [String]
  let skipped: SkippedFiles
  let identity: String
  private let files: [File]

  private struct File {
    let name: String
    let index: Int
    let size: Int
    let isEncrypted: Bool
  }

  init(_ path: String, _ status: FileStatus) throws(DatasetError) {
    self.path = path
    identity = "zip\n\(status.stamp)\n"
    let archive = try Self.open(path)
    var skipped = SkippedFiles()
    var files: [File] = []
    for index in 0..<archive.count {
      guard let entry = archive.entry(index) else {
        throw .brokenArchive(path: path, reason: "its directory has no size for entry \(index)")
      }
      guard !entry.name.hasSuffix("/"), !entry.name.split(separator: "/").contains(where: isHidden)
      else { continue }
      if ImageFormat.reads(name: entry.name) {
        files.append(
          File(
            name: entry.name, index: index, size: entry.size, isEncrypted: entry.isEncrypted))
      } else if ImageFormat.skips(name: entry.name) {
        skipped.add(entry.name)
      }
    }
    files.sort {
      $0.name == $1.name
        ? $0.index < $1.index : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    self.files = files
    self.skipped = skipped
    entries = files.map(\.name)
  }

  func makeReader() throws(DatasetError) -> any EntryReader {
    Reader(archive: try Self.open(path), files: files)
  }

  private static func open(_ path: String) throws(DatasetError) -> ZipArchive {
    do {
      return try ZipArchive(path)
    } catch {
      switch error.code {
      case ZIP_ER_NOZIP: throw noZip(path)
      case ZIP_ER_OPEN, ZIP_ER_READ, ZIP_ER_SEEK:
        throw .unreadable(path: path, code: error.systemCode)
      default: throw .brokenArchive(path: path, reason: error.message)
      }
    }
  }

  /// A zip is known by the directory at its end; one that was cut off still begins like one.
  private static func noZip(_ path: String) -> DatasetError {
    let start = try? readFile(path, limit: 4)
    return start == Array("PK\u{3}\u{4}".utf8)
      ? .brokenArchive(path: path, reason: "its directory is missing, so it is cut off")
      : .notASource(path: path)
  }

  private struct Reader: EntryReader {
    let archive: ZipArchive
    let files: [File]

    func bytes(of entry: Int) throws(ImageProblem) -> [UInt8] {
      let file = files[entry]
      guard !file.isEncrypted else { throw .encrypted }
      guard file.size <= Limits.bytes else { throw .tooManyBytes }
      do {
        // An entry that unpacks to more than it declares is a bomb, or broken.
        guard let bytes = try archive.read(file.index, limit: file.size) else {
          throw ImageProblem.tooManyBytes
        }
        guard bytes.count == file.size else { throw ImageProblem.truncated }
        return bytes
      } catch let failure as ZipArchive.Failure {
        throw ImageProblem(failure)
      } catch let problem as ImageProblem {
        throw problem
      } catch {
        throw .corrupt("\(error)")
      }
    }
  }
}

extension ImageProblem {
  fileprivate init(_ failure: ZipArchive.Failure) {
    switch failure.code {
    case ZIP_ER_CRC: self = .wrongChecksum
    case ZIP_ER_EOF: self = .truncated
    case ZIP_ER_NOPASSWD, ZIP_ER_WRONGPASSWD, ZIP_ER_ENCRNOTSUPP: self = .encrypted
    case ZIP_ER_COMPNOTSUPP: self = .unsupported(failure.message)
    case ZIP_ER_MEMORY: self = .outOfMemory
    case ZIP_ER_READ, ZIP_ER_SEEK: self = .unreadable(code: failure.systemCode)
    default: self = .corrupt(failure.message)
    }
  }
}
