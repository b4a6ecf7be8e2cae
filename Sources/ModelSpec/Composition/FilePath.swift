import Glibc

/// Paths as text.
package enum FilePath {
  /// A path as the current process opens it, from one that is relative to where it was said.
  static func resolve(_ path: String, against origin: Mark.Origin) -> String {
    guard !path.hasPrefix("/"), case .file(let file) = origin,
      let slash = file.lastIndex(of: "/")
    else { return path }
    let joined = file[...slash] + path
    let short = shortened(String(joined))
    // Past a symbolic link, `..` isn't the folder that the text names.
    return real(folder(of: short)) == real(folder(of: String(joined))) ? short : String(joined)
  }

  /// The path without `.` and with each `..` taken together with the name before it.
  package static func shortened(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    return path.hasPrefix("/") ? "/" + joined : joined.isEmpty ? "." : joined
  }

  /// The folder that a path stands in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The file's name without its last extension.
  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The absolute path without symbolic links, if there is such a file.
  static func real(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }
}

extension FilePath {
  /// A path from a folder to a file, both as the current process opens them.
  package static func relative(_ path: String, to folder: String) -> String {
    let target = absolute(path).split(separator: "/")
    let start = absolute(folder).split(separator: "/")
    let shared = zip(target, start).prefix { $0 == $1 }.count
    let up = [Substring](repeating: "..", count: start.count - shared)
    let parts = up + target.dropFirst(shared)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// The absolute path, without symbolic links as far as there are files.
  private static func absolute(_ path: String) -> String {
    if let real = real(path) { return real }
    let folder = folder(of: path)
    guard folder != path, folder != "." || path != "." else { return path }
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    return shortened(absolute(folder) + "/" + name)
  }
}
