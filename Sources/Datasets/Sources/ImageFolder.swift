internal import Glibc

/// A folder of images, with all folders in it.
///
/// Links are followed, but never into a folder that holds them.
struct ImageFolder: ImageSource {
  let path: String
  private(set) var entries: [String] = []
  private(set) var skipped = SkippedFiles()
  private(set) var identity = "folder\n"

  init(_ path: String) throws(DatasetError) {
    self.path = path
    var found: [(name: String, stamp: String)] = []
    try walk("", within: [], &found)
    found.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    entries = found.map(\.name)
    for file in found {
      identity += "\(file.stamp) \(file.name)\n"
    }
  }

  func makeReader() -> any EntryReader {
    Reader(path: path, entries: entries)
  }

  private mutating func walk(
    _ folder: String, within outer: Set<FileStatus.Identity>,
    _ found: inout [(name: String, stamp: String)]
  ) throws(DatasetError) {
    let folderPath = folder.isEmpty ? path : "\(path)/\(folder)"
    guard outer.count < Limits.depth else { throw .tooDeep(path: folderPath) }
    let identity: FileStatus.Identity
    do {
      identity = try FileStatus(folderPath).identity
    } catch {
      throw .opening(folderPath, error)
    }
    guard !outer.contains(identity) else { return }

    for name in try names(in: folderPath) where !isHidden(name) {
      let entry = folder.isEmpty ? name : "\(folder)/\(name)"
      // What cannot be looked at, such as a dangling link, is reported when it is read.
      let status = try? FileStatus("\(path)/\(entry)")
      if status?.kind == .folder {
        try walk(entry, within: outer.union([identity]), &found)
      } else if ImageFormat.reads(name: name) {
        found.append((entry, status?.stamp ?? "?"))
      } else if ImageFormat.skips(name: name) {
        skipped.add(entry)
      }
    }
  }

  private func names(in folder: String) throws(DatasetError) -> [String] {
    guard let stream = opendir(folder) else { throw .unreadable(path: folder, code: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw .unreadable(path: folder, code: errno) }
        return names
      }
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { $0.prefix { $0 != 0 } + [] }
      guard let name = String(validating: bytes, as: UTF8.self) else {
        let shown = String(decoding: bytes, as: UTF8.self)
        if isHidden(shown) { continue }
        throw .badName(path: "\(folder)/\(shown)")
      }
      names.append(name)
    }
  }

  private struct Reader: EntryReader {
    let path: String
    let entries: [String]

    func bytes(of entry: Int) throws(ImageProblem) -> [UInt8] {
      try readImageFile("\(path)/\(entries[entry])")
    }
  }
}
