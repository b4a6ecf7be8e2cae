extension SpecNode {
  /// What was written as JSON; a plain scalar is what YAML's core schema makes of it.
  var json: JSONValue {
    switch content {
    case .mapping(let entries):
      .object(Dictionary(entries.map { ($0.key, $0.value.json) }) { first, _ in first })
    case .sequence(let items): .array(items.map(\.json))
    case .scalar(let scalar):
      if isNull {
        .null
      } else if scalar.isPlain, let literal = Self.literal(scalar.text) {
        literal
      } else {
        .string(scalar.text)
      }
    }
  }

  private static func literal(_ text: String) -> JSONValue? {
    // Most are words, which are no literals; to parse each takes longer than all else.
    if let first = text.unicodeScalars.first, ExpressionTokenizer.isNameStart(first),
      !"tTfF".unicodeScalars.contains(first)
    {
      return nil
    }
    // Nor is there more than one way to read a few digits.
    if text.utf8.count < 16, text.utf8.first != UInt8(ascii: "0"),
      text.unicodeScalars.allSatisfy(ExpressionTokenizer.isDigit), let integer = Int(text)
    {
      return .integer(integer)
    }
    return switch try? Expression.parse(text) {
    case .value(let value): JSONValue(value)
    case .unary("-", .value(.integer(let integer)), _): .integer(-integer)
    case .unary("-", .value(.real(let real)), _): .number(-real)
    default: nil
    }
  }
}

extension JSONValue {
  fileprivate init(_ value: ExpressionValue) {
    switch value {
    case .integer(let integer): self = .integer(integer)
    case .real(let real): self = .number(real)
    case .boolean(let isTrue): self = .bool(isTrue)
    }
  }

  /// The value with each integer as the real number that it also is, so that equal numbers are
  /// equal values.
  var comparable: JSONValue {
    switch self {
    case .integer(let integer): .number(Double(integer))
    case .array(let items): .array(items.map(\.comparable))
    case .object(let members): .object(members.mapValues(\.comparable))
    default: self
    }
  }
}
