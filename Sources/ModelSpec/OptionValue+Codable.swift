extension OptionValue: Codable {
  /// Writes the value alone, as a spec has it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .real(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .integers(let value): try container.encode(value)
    case .reals(let value): try container.encode(value)
    case .word(let value): try container.encode(value)
    }
  }

  /// Reads a value; a real number that is whole comes back as an integer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .real(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode([Int].self) {
      self = .integers(value)
    } else if let value = try? container.decode([Double].self) {
      self = .reals(value)
    } else {
      self = .word(try container.decode(String.self))
    }
  }
}
