import Glibc

/// Folders and what lies in them.
enum Folder {
  /// Makes a folder and those above it, and has the new names written to the disk.
  static func make(_ path: String) throws(RunError) {
    let above = parent(of: path)
    if !isFolder(path) && above != path && !exists(above) { try make(above) }
    if mkdir(path, 0o777) == 0 {
      try sync(above)
    } else if errno != EEXIST || !isFolder(path) {
      throw .file(.create, path: path, code: errno)
    }
  }

  /// The folder that a path lies in.
  static func parent(of path: String) -> String {
    var trimmed = Substring(path)
    while trimmed.count > 1 && trimmed.last == "/" { trimmed.removeLast() }
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The last part of a path.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Has a folder's entries written to the disk.
  static func sync(_ path: String) throws(RunError) {
    try Descriptor.reading(path, folder: true).sync()
  }

  /// The names in a folder, sorted; none where there is no such folder.
  static func names(in path: String) throws(RunError) -> [String] {
    guard let folder = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .file(.list, path: path, code: errno)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Takes a file out; one that isn't there is no error.
  static func remove(_ path: String) throws(RunError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .file(.remove, path: path, code: errno)
    }
  }

  /// Takes out what an interrupted writing of whole files left in a folder.
  static func removeTemporaries(in path: String) throws(RunError) {
    for name in try names(in: path) where WholeFile.isTemporary(name) {
      try remove("\(path)/\(name)")
    }
  }

  /// Whether there is a folder of this path.
  static func isFolder(_ path: String) -> Bool {
    kind(of: path) == S_IFDIR
  }

  /// Whether there is a regular file of this path.
  static func isFile(_ path: String) -> Bool {
    kind(of: path) == S_IFREG
  }

  /// Whether there is anything of this path.
  static func exists(_ path: String) -> Bool {
    kind(of: path) != nil
  }

  /// The type of what a path leads to; nil where there is nothing.
  static func kind(of path: String) -> mode_t? {
    var information = stat()
    return stat(path, &information) == 0 ? information.st_mode & S_IFMT : nil
  }

  /// The type and the bytes of what itself bears a path, be it a link; nil where there is nothing.
  static func entry(_ path: String) -> (kind: mode_t, bytes: Int)? {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    return (information.st_mode & S_IFMT, Int(information.st_size))
  }

  /// The absolute path without links; nil where there is nothing.
  static func real(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// When a file was last written, in nanoseconds since 1970; of far times the farthest.
  static func modified(_ path: String) -> Int {
    var information = stat()
    guard stat(path, &information) == 0 else { return 0 }
    let (seconds, nanoseconds) = (information.st_mtim.tv_sec, information.st_mtim.tv_nsec)
    let most = Int.max / 1_000_000_000 - 1
    return min(max(seconds, -most), most) * 1_000_000_000 + nanoseconds
  }
}
