import FoundationEssentials

/// JSON with sorted keys, so that equal values are equal bytes.
package enum JSONText {
  /// One line, for logs.
  package static func line(_ value: some Encodable) -> [UInt8] {
    bytes(value, [])
  }

  /// Indented and ended by a newline, for files that people open.
  package static func document(_ value: some Encodable) -> [UInt8] {
    bytes(value, .prettyPrinted) + [UInt8(ascii: "\n")]
  }

  /// A value read from JSON; nil where it isn't what it should be.
  package static func decode<Value: Decodable>(_ bytes: [UInt8], as type: Value.Type) -> Value? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try? decoder.decode(type, from: Data(bytes))
  }

  private static func bytes(
    _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // The records are plain structs, for which encoding has no way to fail.
    return (try? encoder.encode(value)).map { [UInt8]($0) } ?? []
  }
}
