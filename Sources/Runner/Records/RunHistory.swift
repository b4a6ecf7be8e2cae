/// What the log of a run says, line by line.
public struct RunHistory: Sendable {
  /// The lines of steps, in order.
  public private(set) var steps: [MetricsLine] = []
  /// The lines of evaluations, in order.
  public private(set) var evaluations: [EvaluationLine] = []

  /// Reads the log of a run, which may be at work; one that has no log yet has no lines.
  public init(reading folder: RunFolder) throws(RunError) {
    for line in try Self.lines(folder.metrics, as: LogLine.self) {
      switch line {
      case .step(let step): steps.append(step)
      case .evaluation(let evaluation): evaluations.append(evaluation)
      case .signs, .other: break
      }
    }
  }

  /// Reads what a run's log says of the clock.
  public static func timing(_ folder: RunFolder) throws(RunError) -> [TimingLine] {
    try lines(folder.timing, as: TimingLine.self)
  }

  /// The lines of a file; the last one is left out as long as it is being written.
  private static func lines<Line: Decodable>(
    _ path: String, as kind: Line.Type
  ) throws(RunError) -> [Line] {
    guard Folder.exists(path) else { return [] }
    let bytes = try WholeFile.read(path)
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? bytes.startIndex
    return try bytes[..<end].split(separator: UInt8(ascii: "\n")).map { bytes throws(RunError) in
      guard let line = JSONText.decode(Array(bytes), as: kind) else {
        throw .damagedRecord(path: path)
      }
      return line
    }
  }
}
