import Glibc

/// What became of a sweep's trials, as far as their own folders don't tell.
public struct SweepRecord: Codable, Hashable, Sendable {
  /// A trial whose process died again and again.
  public struct Failure: Codable, Hashable, Sendable {
    /// How often it was tried.
    public let attempts: Int
    /// How the last process ended.
    public let reason: String
  }

  /// A trial that the scheduler cut short.
  public struct Stop: Codable, Hashable, Sendable {
    /// The step after which it was.
    public let step: Int
    /// Its place among those that got there, counted from 1.
    public let rank: Int
    /// How many got there.
    public let of: Int
    /// The metric that they were ranked by.
    public let metric: String
    /// Its value; nil where it has none.
    public let value: Float?
  }

  /// Those that failed, by id.
  public var failed: [String: Failure] = [:]
  /// Those that were cut short, by id.
  public var stopped: [String: Stop] = [:]

  /// Makes a record of nothing.
  public init() {}

  /// What is recorded of a sweep; nothing where there is no record.
  public init(reading folder: SweepFolder) throws(RunError) {
    self = try RunFolder.record(folder.record) ?? SweepRecord()
  }

  /// Changes the record, which other processes may be changing too.
  @discardableResult static func update(
    _ folder: SweepFolder, _ change: (inout SweepRecord) throws -> Void
  ) throws -> SweepRecord {
    let lock = try folder.locked()
    var record = try SweepRecord(reading: folder)
    let before = record
    try change(&record)
    if record != before { try WholeFile.write(JSONText.document(record), to: folder.record) }
    _ = consume lock
    return record
  }
}
