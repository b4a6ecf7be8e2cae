import Metrics

/// The folder of a run, and where everything lies in it.
public struct RunFolder: Hashable, Sendable {
  /// The folder's own path.
  public let path: String

  /// Names a folder that is there, or will be.
  public init(path: String) {
    self.path = path
  }

  /// Names the folder of a run under the folder of all runs.
  public init(runs: String, identity: RunIdentity) {
    self.init(path: "\(runs)/\(identity.name)/\(identity.id)")
  }

  /// The spec as it was given.
  public var spec: String { "\(path)/spec.yaml" }
  /// The spec with everything written out.
  public var resolved: String { "\(path)/resolved.yaml" }
  /// Where the run comes from.
  public var provenance: String { "\(path)/provenance.json" }
  /// One object per logged step.
  public var metrics: String { "\(path)/metrics.jsonl" }
  /// What depends on the clock.
  public var timing: String { "\(path)/timing.jsonl" }
  /// The folder of sample grids.
  public var samples: String { "\(path)/samples" }
  /// The folder of checkpoints.
  public var checkpoints: String { "\(path)/checkpoints" }
  /// The outcome; its presence means that it is final.
  public var result: String { "\(path)/result.json" }

  /// The name of the file that says how an attempt's repository differed from its commit.
  func diffName(attempt: Int) -> String { "provenance-\(attempt).diff" }

  /// Whether a text from a file is such a name, which leads nowhere else.
  func isDiffName(_ name: String) -> Bool {
    guard name.hasPrefix("provenance-"), name.hasSuffix(".diff") else { return false }
    let number = name.dropFirst("provenance-".count).dropLast(".diff".count)
    return Int(number).map { diffName(attempt: $0) == name } ?? false
  }

  /// The grid of a step.
  public func sample(step: Int) -> String {
    "\(samples)/\(Self.digits(step)).png"
  }

  /// The final outcome; nil while there is none.
  public func readResult() throws(RunError) -> RunResult? {
    try Self.record(result)
  }

  /// Where the run comes from; nil where it has not begun.
  public func readProvenance() throws(RunError) -> Provenance? {
    try Self.record(provenance)
  }

  /// The log's last line of a step.
  func lastMetrics() throws(RunError) -> MetricsLine? {
    try lastLine(MetricsLine.self)
  }

  /// What metrics found after a step, if that was the last one.
  func evaluation(step: Int) throws(RunError) -> Evaluation? {
    // It stands behind the step's own line, and behind its signs'.
    let line = try lastLine(EvaluationLine.self, among: 3)
    return line?.step == step ? line?.evaluation : nil
  }

  /// What metrics found after any step; nil where nothing did.
  ///
  /// Lines are passed over that a loss of power has left damaged: going on cuts them off.
  func anyEvaluation(step: Int) throws(RunError) -> Evaluation? {
    guard Folder.exists(metrics) else { return nil }
    return RunLog(try WholeFile.read(metrics)).evaluation(step: step)
  }

  /// The last line of a kind among so many.
  private func lastLine<Line: Decodable>(
    _ kind: Line.Type, among count: Int = .max
  ) throws(RunError) -> Line? {
    try WholeFile.read(metrics).split(separator: UInt8(ascii: "\n")).suffix(count).reversed().lazy
      .compactMap { JSONText.decode(Array($0), as: kind) }.first
  }

  /// A step with zeros before it, so that names sort as steps do.
  static func digits(_ step: Int) -> String {
    let digits = String(step)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  /// What a file of JSON holds; nil where there is none.
  static func record<Record: Decodable>(_ path: String) throws(RunError) -> Record? {
    guard Folder.exists(path) else { return nil }
    guard let record = JSONText.decode(try WholeFile.read(path), as: Record.self) else {
      throw .damagedRecord(path: path)
    }
    return record
  }
}
