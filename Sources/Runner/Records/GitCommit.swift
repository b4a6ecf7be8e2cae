/// The commit that a folder's repository is at, read from its files: git itself may be absent.
enum GitCommit {
  /// The commit of the repository that a folder lies in; nil outside of one.
  static func current(above folder: String) -> String? {
    var folder = folder
    // A relative path runs out of parents at "."; from there on ".." leads up.
    for _ in 0..<64 {
      let git = "\(folder)/.git"
      if Folder.isFolder(git) { return commit(in: git) }
      if let link = text(git), link.hasPrefix("gitdir: ") {
        let target = String(link.dropFirst("gitdir: ".count))
        return commit(in: target.hasPrefix("/") ? target : "\(folder)/\(target)")
      }
      if folder == "/" { return nil }
      folder = folder.hasPrefix("/") ? Folder.parent(of: folder) : "\(folder)/.."
    }
    return nil
  }

  private static func commit(in git: String) -> String? {
    guard let head = text("\(git)/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return head }
    let reference = String(head.dropFirst("ref: ".count))
    // A worktree keeps its own HEAD, and the branches where the repository has them.
    let common = text("\(git)/commondir").map { $0.hasPrefix("/") ? $0 : "\(git)/\($0)" } ?? git
    if let commit = text("\(common)/\(reference)") { return commit }
    return text("\(common)/packed-refs")?.split(separator: "\n")
      .first { $0.hasSuffix(" \(reference)") }
      .map { String($0.prefix { $0 != " " }) }
  }

  private static func text(_ path: String) -> String? {
    guard let bytes = try? WholeFile.read(path) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.last == "\n" ? String(text.dropLast()) : text
  }
}
