import Glibc

/// The folder of a sweep's trials, and what lies in it for all of them.
public struct SweepFolder: Hashable, Sendable {
  /// The folder's own path.
  public let path: String

  /// Names a folder that is there, or will be.
  public init(path: String) {
    self.path = path
  }

  /// Names the folder of a sweep under the folder of all runs.
  public init(runs: String, name: String) {
    self.init(path: "\(runs)/\(name)")
  }

  /// What the sweep is, frozen when it began.
  public var lock: String { "\(path)/sweep.lock.yaml" }
  /// What became of trials that their own folders don't tell.
  public var record: String { "\(path)/sweep.json" }

  /// The right to change the files of the sweep itself, which is held for moments only.
  func locked() throws(RunError) -> Descriptor {
    let lock = try Descriptor.writing("\(path)/.sweep.lock", flags: O_RDWR | O_NOFOLLOW)
    try lock.waitForLock()
    return lock
  }

  /// The folder of a trial.
  public func run(_ id: String) -> RunFolder {
    RunFolder(path: "\(path)/\(id)")
  }
}
