import Metrics

/// The lines of `metrics.jsonl` by their kind and step.
struct RunLog {
  private var metrics: [Int: (line: MetricsLine, bytes: [UInt8])] = [:]
  private var signs: [Int: [UInt8]] = [:]
  private var evaluations: [Int: (line: EvaluationLine, bytes: [UInt8])] = [:]

  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let line = Array(line)
      switch JSONText.decode(line, as: LogLine.self) {
      case .step(let found): metrics[found.step] = (found, line)
      case .signs(let found): signs[found.step] = line
      case .evaluation(let found): evaluations[found.step] = (found, line)
      case .other, nil: break
      }
    }
  }

  /// What metrics found after a step; nil where nothing did.
  func evaluation(step: Int) -> Evaluation? { evaluations[step]?.line.evaluation }

  /// The lines that a longer run would have after so many steps; nil where one of them is missing.
  func beginning(
    steps: Int, settings: TrainerSettings, methods: [String: Evaluation.Method]
  ) -> [UInt8]? {
    var lines: [[UInt8]] = []
    for step in 1...max(steps, 1) {
      if settings.isLogDue(step: step) {
        guard let (line, bytes) = metrics[step] else { return nil }
        // The last line of the shorter run has a digest even where none is due.
        let isDue = DigestSchedule.contains(step) || line.weights == nil
        lines.append(isDue ? bytes : JSONText.line(line.withoutWeights))
      }
      if settings.diagnosis.isDue(step: step) {
        guard let bytes = signs[step] else { return nil }
        lines.append(bytes)
      }
      if settings.isEvaluationDue(step: step, isLast: false) {
        guard let (line, bytes) = evaluations[step],
          JSONText.line(line.made) == JSONText.line(methods)
        else { return nil }
        lines.append(bytes)
      }
    }
    return lines.flatMap { $0 + [UInt8(ascii: "\n")] }
  }
}
