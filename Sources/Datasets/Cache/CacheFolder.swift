internal import Glibc

/// Where decoded images are kept for later runs.
///
/// All of it may be deleted at any time.
public struct CacheFolder: Hashable, Sendable {
  /// The folder; it is made when it is needed.
  public let path: String

  /// Takes a folder.
  public init(path: String) {
    self.path = path
  }

  /// `$XDG_CACHE_HOME/gan-run`, else `~/.cache/gan-run`; nil where there is no home either.
  public static var standard: CacheFolder? {
    func folder(_ variable: String) -> String? {
      // The XDG specification: a path that is not absolute is to be ignored.
      getenv(variable).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    return (folder("XDG_CACHE_HOME") ?? folder("HOME").map { "\($0)/.cache" })
      .map { CacheFolder(path: "\($0)/gan-run") }
  }

  /// Makes the folder and those that it lies in; whether it worked shows when it is used.
  func create() {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: true) {
      made += (made.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
      mkdir(made, 0o700)
    }
  }

  /// Whether there is room for a file, and as much again for everybody else.
  func hasRoom(for bytes: Int) -> Bool {
    var system = statvfs()
    guard statvfs(path, &system) == 0, system.f_frsize > 0 else { return false }
    return UInt(bytes) / system.f_frsize < system.f_bavail / 2
  }
}
