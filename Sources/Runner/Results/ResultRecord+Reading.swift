import FoundationEssentials
import ModelSpec

extension ResultRecord {
  /// Reads a record, which may come from anybody, and checks all that doesn't take training.
  ///
  /// - Throws: `SpecError` where the text is no YAML, `RunError` where it is no record.
  public init(reading path: String) throws {
    let text = try WholeFile.read(path)
    guard let words = String(validating: text, as: UTF8.self) else {
      throw RunError.badResultRecord(path: path, place: "", .notUTF8)
    }
    let json = try JSONValue(yaml: words, path: path)
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(json.canonical.utf8))
    } catch let error as DecodingError {
      let (place, problem) = error.placeAndProblem
      throw RunError.badResultRecord(path: path, place: place, problem)
    }
    if let (place, expected) = mistake {
      throw RunError.badResultRecord(path: path, place: place, .value(expected: expected))
    }
  }

  /// The first value that can't be, and what would be right.
  private var mistake: (place: String, expected: String)? {
    guard schema == Self.schema else { return ("schema", "\(Self.schema)") }
    guard SpecName.isOne(name) else { return ("name", "the name of a spec") }
    guard kind != .single else { return ("kind", "sweep or ablation") }
    guard Self.isPlain(arithmetic) else { return ("arithmetic", "a version") }
    guard Self.isPlain(spec) else { return ("spec", "the path of a file") }
    guard overrides.allSatisfy(Self.isPlain) else { return ("overrides", "changes of the spec") }
    guard !trials.isEmpty else { return ("trials", "at least one") }
    var ids: Set<String> = []
    for (index, trial) in trials.enumerated() {
      if let (key, expected) = trial.mistake { return ("trials[\(index)].\(key)", expected) }
      guard ids.insert(trial.id).inserted else {
        return ("trials[\(index)].id", "an id that no other trial has")
      }
    }
    return nil
  }

  /// Whether a text holds something, and nothing that would act on a terminal or cut a path.
  fileprivate static func isPlain(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}

extension ResultRecord.Trial {
  fileprivate var mistake: (key: String, expected: String)? {
    let digest = "64 hexadecimal digits"
    guard RunIdentity.isID(id) else { return ("id", "12 hexadecimal digits") }
    guard ResultRecord.isPlain(name) else { return ("name", "a name without control characters") }
    guard storedSeed.seed != nil else { return ("seed", "0 to 2^63 - 1") }
    guard Self.isDigest(digests.spec) else { return ("digests.spec", digest) }
    guard Self.isDigest(digests.data) else { return ("digests.data", digest) }
    for (step, weights) in weights.sorted(by: { $0.key < $1.key }) {
      guard step > 0 else { return ("weights.\(step)", "a step, counted from 1") }
      guard Self.isDigest(weights) else { return ("weights.\(step)", digest) }
    }
    for (name, value) in storedMetrics.sorted(by: { $0.key < $1.key }) {
      guard ResultRecord.isPlain(name) else {
        return ("metrics", "names without control characters")
      }
      guard value.measured != nil else { return ("metrics.\(name)", "a number") }
    }
    switch status {
    case .stopped:
      guard let stopped, stopped.step > 0, ResultRecord.isPlain(stopped.metric) else {
        return ("stopped", "where it was")
      }
    case .failed: break
    default: if weights.isEmpty { return ("weights", "at least one") }
    }
    return nil
  }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }
}

extension DecodingError {
  /// Where in a file it is, and what is wrong there.
  fileprivate var placeAndProblem: (place: String, problem: ResultRecordProblem) {
    if case .keyNotFound(let key, let context) = self {
      return (Self.words(context.codingPath), .missing(key: key.stringValue))
    }
    return (Self.words(context?.codingPath ?? []), .wrongType)
  }

  private var context: Context? {
    if case .typeMismatch(_, let context) = self { return context }
    if case .valueNotFound(_, let context) = self { return context }
    if case .dataCorrupted(let context) = self { return context }
    return nil
  }

  private static func words(_ path: [any CodingKey]) -> String {
    path.reduce(into: "") { text, key in
      if let index = key.intValue, Int(key.stringValue) == nil {
        text += "[\(index)]"
      } else {
        // A key from the file is shown, so it mustn't act on the terminal.
        let name = key.stringValue.unicodeScalars.reduce(into: "") { name, scalar in
          let isControl = scalar.properties.generalCategory == .control
          name.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
        }
        text += text.isEmpty ? name : ".\(name)"
      }
    }
  }
}
