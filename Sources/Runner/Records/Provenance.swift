/// Where a run comes from: what determines it, and who worked at it when.
public struct Provenance: Codable, Sendable {
  /// What determines the run.
  public struct Digests: Codable, Hashable, Sendable {
    /// The spec's digest.
    public let spec: String
    /// The data's digest.
    public let data: String
  }

  /// One process's work at a run.
  public struct Attempt: Codable, Sendable {
    /// The version of gan-run.
    public let version: String
    /// The machine's name.
    public let host: String
    /// The processor's name.
    public let processor: String
    /// The threads that computed.
    public let threads: Int
    /// The instructions that they used, in the words of `--simd`.
    public let simd: String
    /// The commit of the repository that the spec lies in.
    public let gitCommit: String?
    /// Whether files of that repository differed from it; nil where that isn't known.
    public let gitDirty: Bool?
    /// The file beside this record that has the difference.
    public internal(set) var gitDiff: String?
    /// What the program was built with, by name.
    public let toolchain: [String: String]?
    /// The versions of the libraries that it ran with, by name.
    public let libraries: [String: String]?
    /// The digest of the spec without its length, by which a longer run finds this one.
    public var beginning: String?
    /// The shorter run whose last state this one began with.
    public var beganWith: String?
    /// The command line.
    public let arguments: [String]
    /// When it began, in UTC.
    public let started: String
    /// When it ended; nil while it goes on, or if it was killed.
    public var ended: String?
    /// How it ended: `finished`, `diverged`, `collapsed`, `stopped`, `paused` or `failed`.
    public var outcome: String?
    /// The steps that were done when it began.
    public var firstStep: Int?
    /// The steps that were done when it ended.
    public var lastStep: Int?
    /// The repository when it began, for the file of the difference.
    var tree = WorkingTree.unknown

    private enum CodingKeys: String, CodingKey {
      case version, host, processor, threads, simd, beginning, toolchain, libraries
      case arguments, started, ended, outcome
      case beganWith = "began_with"
      case gitCommit = "git_commit"
      case gitDirty = "git_dirty"
      case gitDiff = "git_diff"
      case firstStep = "first_step"
      case lastStep = "last_step"
    }
  }

  /// What determines the run.
  public let digests: Digests
  /// The version of the arithmetic.
  public var arithmetic: String
  /// Who worked at it when, the first one first.
  public var attempts: [Attempt]
}
