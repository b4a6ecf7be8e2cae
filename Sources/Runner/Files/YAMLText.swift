import ModelSpec

/// YAML with sorted keys, so that equal values are equal bytes.
package enum YAMLText {
  /// A document of a value.
  package static func document(_ value: some Encodable) -> [UInt8] {
    let json = JSONText.decode(JSONText.line(value), as: JSONValue.self)
    return Array((json?.yaml ?? "").utf8)
  }

  /// The value that a file holds.
  ///
  /// - Throws: `SpecError` where the text is no YAML, `RunError` where it is another value.
  package static func read<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
    let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
    let json = try JSONValue(yaml: text, path: path)
    guard let value = JSONText.decode(Array(json.canonical.utf8), as: type) else {
      throw RunError.damagedRecord(path: path)
    }
    return value
  }
}
