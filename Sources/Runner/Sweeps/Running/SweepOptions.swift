/// How a sweep is run.
public struct SweepOptions: Sendable {
  /// The folder of all runs.
  public var runs: String
  /// How many trials train at a time.
  public var jobs: Int
  /// What computes each of them.
  public var machine: Machine
  /// Whether a spec that has changed counts, and finished trials stay; otherwise it is refused.
  public var updates: Bool
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
    runs: String, jobs: Int, machine: Machine, updates: Bool = false, restart: Bool = false,
    retriesFailed: Bool = false, maxFailures: Int? = nil, arguments: [String] = []
  ) {
    self.runs = runs
    self.jobs = jobs
    self.machine = machine
    self.updates = updates
    self.restart = restart
    self.retriesFailed = retriesFailed
    self.maxFailures = maxFailures
    self.arguments = arguments
  }
}
