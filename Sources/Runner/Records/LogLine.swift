/// A line of `metrics.jsonl`, of which there may come to be more kinds.
enum LogLine: Decodable {
  /// A step's losses and means.
  case step(MetricsLine)
  /// What diagnoses go by.
  case signs(SignsLine)
  /// What metrics found.
  case evaluation(EvaluationLine)
  /// What a later version wrote.
  case other

  private enum Key: String, CodingKey {
    case signs, values
    case loss = "loss/discriminator"
  }

  init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: Key.self)
    self =
      if keys.contains(.loss) {
        .step(try MetricsLine(from: decoder))
      } else if keys.contains(.signs) {
        .signs(try SignsLine(from: decoder))
      } else if keys.contains(.values) {
        .evaluation(try EvaluationLine(from: decoder))
      } else {
        .other
      }
  }
}
