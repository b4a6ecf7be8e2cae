import FoundationEssentials
import ModelSpec

extension ResultRecord {
  /// The record as a file: equal records are equal bytes, and a digest is a line.
  public var text: [UInt8] {
    var text = """
      # Written by gan-run record; gan-run verify trains it again and compares.

      """
    for (key, value) in Self.members(self) where key != "trials" {
      text += JSONValue.object([key: value]).yaml
    }
    text += "trials:\n"
    for trial in trials {
      let lines = trial.lines
      for (index, line) in lines.enumerated() { text += "  \(index == 0 ? "-" : " ") \(line)\n" }
    }
    return Array(text.utf8)
  }

  /// The members of a value, as in JSON, by their names.
  fileprivate static func members(
    _ value: some Encodable
  ) -> [(key: String, value: JSONValue)] {
    guard
      // Not by JSONText, which would take the name "nan" for a number.
      case .object(let members) = try? JSONDecoder().decode(
        JSONValue.self, from: Data(JSONText.line(value)))
    else { return [] }
    return members.sorted { $0.key < $1.key }
  }
}

extension ResultRecord.Trial {
  fileprivate var lines: [String] {
    ResultRecord.members(self).flatMap { key, value -> [String] in
      // As a mapping of texts, steps would stand in the order of 1, 10, 100, 2.
      guard key == "weights", !weights.isEmpty else {
        return JSONValue.object([key: value]).yaml.split(separator: "\n").map(String.init)
      }
      return ["weights:"]
        + weights.sorted { $0.key < $1.key }.map { step, digest in
          "  \(step): \(JSONValue.string(digest).yaml.dropLast())"
        }
    }
  }
}
