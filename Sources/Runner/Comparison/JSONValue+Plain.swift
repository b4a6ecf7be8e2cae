package import ModelSpec

extension JSONValue {
  /// The value as people read it: a text as it stands, all else as JSON.
  package var plain: String {
    if case .string(let text) = self { text } else { canonical }
  }

  /// An option as JSON.
  init(_ option: OptionValue) {
    switch option {
    case .integer(let value): self = .integer(value)
    case .real(let value): self = .number(value)
    case .boolean(let value): self = .bool(value)
    case .integers(let values): self = .array(values.map { .integer($0) })
    case .reals(let values): self = .array(values.map { .number($0) })
    case .word(let word): self = .string(word)
    }
  }

  /// A member of an object.
  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }
}
