public import ModelSpec

extension ResultDifference: Problem {
  /// What isn't as it is recorded.
  public var message: String {
    switch self {
    case .noSuchTrial:
      "the spec has no trial of this name and seed"
    case .value(let key, let recorded, let now):
      "`\(key)` is recorded as \(recorded), and is \(now)"
    case .weights(let step, let recorded?, let now?):
      "the weights differ from step \(step) on: recorded \(recorded), now \(now)"
    case .weights(let step, nil, _):
      "the weights after step \(step) aren't recorded"
    case .weights(let step, _, nil):
      "weights are recorded of step \(step), of which there are none now"
    case .status(let recorded, let now):
      "recorded as \(recorded), now \(now)"
    case .metric(let name, let recorded?, let now?):
      "`\(name)` is recorded as \(Self.text(recorded)), and is \(Self.text(now))"
    case .metric(let name, nil, _):
      "`\(name)` isn't recorded"
    case .metric(let name, _, nil):
      "`\(name)` is recorded, and isn't measured now"
    case .method(let metric):
      "`\(metric)` is made in another way than is recorded"
    }
  }

  /// What would be right.
  public var help: String? { nil }

  private static func text(_ value: Double) -> String {
    value.isFinite ? JSONValue.number(value).canonical : "\(value)"
  }
}

extension ResultCause: Problem {
  /// Why bits can differ.
  public var message: String {
    switch self {
    case .arithmetic(let recorded, let now):
      "the record is of arithmetic '\(recorded)'; this is '\(now)', which gives other bits"
    case .spec:
      "the spec has changed: its digest is another one than was recorded"
    case .data:
      "the images are others: their digest is another one than was recorded"
    case .evaluation:
      "`evaluate` in the spec has changed"
    case .file:
      "the file contradicts itself: the id isn't that of its digests"
    case .other:
      "spec, data and arithmetic are as recorded, so the file was changed, or the machine or the "
        + "program is at fault"
    }
  }

  /// What would be right.
  public var help: String? {
    switch self {
    case .arithmetic: "the version of gan-run that made the record gives its bits"
    case .spec, .evaluation: "the commit of the record has the spec that it is of"
    case .data: "data made from a font or an archive needs the same version of it"
    case .file: "version control has the file as it was written"
    case .other: nil
    }
  }
}
