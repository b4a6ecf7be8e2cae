internal import Glibc

/// The error number of a system call that failed.
struct SystemError: Error {
  let code: Int32

  /// The one of the call just made.
  static var last: SystemError { SystemError(code: errno) }
}

/// What the file system knows of a path, links followed.
struct FileStatus {
  enum Kind {
    case file
    case folder
    case other
  }

  /// A file or folder, whatever its path.
  struct Identity: Hashable {
    let device: UInt
    let inode: UInt
  }

  let kind: Kind
  let size: Int
  /// Size and times, as a part of a source's identity; the time of the last change can't be set.
  let stamp: String
  let identity: Identity

  init(_ path: String) throws(SystemError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .last }
    self.init(status)
  }

  init(descriptor: Int32) throws(SystemError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    self.init(status)
  }

  private init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    default: kind = .other
    }
    size = Int(status.st_size)
    let (written, changed) = (status.st_mtim, status.st_ctim)
    stamp = "\(size) \(written.tv_sec).\(written.tv_nsec) \(changed.tv_sec).\(changed.tv_nsec)"
    identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }
}

extension DatasetError {
  /// The error of a folder or zip that could not be opened.
  static func opening(_ path: String, _ error: SystemError) -> DatasetError {
    error.code == ENOENT || error.code == ENOTDIR
      ? .missing(path: path) : .unreadable(path: path, code: error.code)
  }

  static func category(ofSystemError code: Int32) -> Category {
    switch code {
    case EACCES, EPERM, ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: .noInput
    default: .inputOutput
    }
  }
}

/// A path that is the same from every folder; as it is where it can't be found.
func absolutePath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}
