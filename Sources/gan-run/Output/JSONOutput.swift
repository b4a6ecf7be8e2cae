import FoundationEssentials
import Runner

/// Results as JSON: one value, then a newline.
enum JSONOutput {
  static func print(_ value: some Encodable) {
    Output.line(text(value))
  }

  static func text(_ value: some Encodable) -> String {
    String(decoding: JSONText.line(value), as: UTF8.self)
  }

  /// An object whose values are JSON already, in this order.
  static func object(_ members: [(name: String, json: String)]) -> String {
    "{" + members.map { "\(text($0.name)):\($0.json)" }.joined(separator: ",") + "}"
  }
}
