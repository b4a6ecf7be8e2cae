/// How a sweep is run.
public struct SweepOptions: Sendable {
  /// What is done where the spec no longer says what the sweep began with.
  public enum Change: Sendable {
    /// It is refused.
    case refuse
    /// What the spec says now counts; finished trials stay.
    case update
    /// What the sweep began with is finished.
    case frozen
  }

  /// The folder of all runs.
  public var runs: String
  /// How many trials train at a time.
  public var jobs: Int
  /// What computes each of them.
  public var machine: Machine
  /// What is done where the spec has changed.
  public var change: Change
  /// Whether what is there is thrown away.
  public var restart: Bool
  /// Whether trials that failed are tried again.
  public var retriesFailed: Bool
  /// How many trials may fail before no other is begun; nil for any number.
  public var maxFailures: Int?
  /// The command line, for the record.
  public var arguments: [String]
  /// The program that trains a trial when called with `trial`.
  public var program = "/proc/self/exe"

  /// Makes options.
  public init(
    runs: String, jobs: Int, machine: Machine, change: Change = .refuse, restart: Bool = false,
    retriesFailed: Bool = false, maxFailures: Int? = nil, arguments: [String] = []
  ) {
    self.runs = runs
    self.jobs = jobs
    self.machine = machine
    self.change = change
    self.restart = restart
    self.retriesFailed = retriesFailed
    self.maxFailures = maxFailures
    self.arguments = arguments
  }
}
