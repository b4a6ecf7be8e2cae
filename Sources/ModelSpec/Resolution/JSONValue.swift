/// A value of JSON.
public enum JSONValue: Hashable, Sendable {
  /// An object.
  case object([String: JSONValue])
  /// An array.
  case array([JSONValue])
  /// A text.
  case string(String)
  /// An integer, which is also a number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// A truth value.
  case bool(Bool)
  /// Nothing.
  case null
}

extension JSONValue {
  /// A seed; beyond what a double holds exactly it is a text, as RFC 8785 wants it.
  public init(seed: UInt64) {
    self = seed < 1 << 53 ? .integer(Int(seed)) : .string("\(seed)")
  }

  /// The seed that `init(seed:)` was given.
  public var seed: UInt64? {
    switch self {
    case .integer(let integer): UInt64(exactly: integer)
    case .string(let text): UInt64(text)
    default: nil
    }
  }

  /// The members of an object in the order of RFC 8785: by their names' UTF-16 code units.
  static func sorted(_ members: [String: JSONValue]) -> [(key: String, value: JSONValue)] {
    members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
  }
}
