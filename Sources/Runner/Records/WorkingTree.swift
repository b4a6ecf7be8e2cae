import FoundationEssentials

/// The repository that a spec lies in: its commit, and what in its files isn't committed.
///
/// It takes a call of git to know, so what does many runs asks once.
public struct WorkingTree: Codable, Hashable, Sendable {
  /// The commit; nil outside of a repository.
  public let commit: String?
  /// Whether files that git tracks differ from the commit; nil where git can't be asked.
  public let isDirty: Bool?
  /// How they differ, as a patch; of a long one the beginning.
  public let diff: String?
  /// Whether the patch is longer.
  public let diffWasCut: Bool

  /// What is known of a spec that lies nowhere.
  public static let unknown = WorkingTree(commit: nil, isDirty: nil, diff: nil, diffWasCut: false)

  private init(commit: String?, isDirty: Bool?, diff: String?, diffWasCut: Bool) {
    self.commit = commit
    self.isDirty = isDirty
    self.diff = diff
    self.diffWasCut = diffWasCut
  }

  /// Looks at the repository around a spec.
  public init(around spec: String) {
    let folder = Folder.parent(of: spec)
    guard let commit = GitCommit.current(above: folder) else {
      self = .unknown
      return
    }
    let patch = Self.patch(in: folder)
    let text = patch.map { String(decoding: $0.bytes, as: UTF8.self) }
    self.init(
      commit: commit, isDirty: text.map { !$0.isEmpty },
      diff: text.flatMap { $0.isEmpty ? nil : $0 },
      diffWasCut: patch?.wasCut ?? false)
  }

  /// Bytes of a patch that are kept.
  package static let limit = 1 << 18

  /// What `git diff` says; nil where git isn't there, or has no answer in five seconds.
  ///
  /// It is asked so that the settings of a repository can do no harm: of the programs that they may
  /// name only content filters run, which git needs to compare files; nothing is written or fetched.
  private static func patch(in folder: String) -> (bytes: [UInt8], wasCut: Bool)? {
    var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
    environment["LC_ALL"] = "C"
    environment["GIT_NO_LAZY_FETCH"] = "1"
    environment["GIT_TERMINAL_PROMPT"] = "0"
    return ProgramOutput.of(
      [
        "git", "-C", folder, "--no-optional-locks", "--no-pager", "-c", "core.fsmonitor=false",
        "diff", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=dirty",
        "HEAD", "--",
      ], environment: environment, limit: limit, within: .seconds(5))
  }
}

extension WorkingTree {
  /// The patch as a file; one that was cut says so at its end.
  var file: [UInt8]? {
    diff.map { text in
      let end = diffWasCut ? "\n# gan-run cut it here, after \(Self.limit) bytes\n" : ""
      return Array((text + end).utf8)
    }
  }
}
