/// What stands where something else was expected.
enum Found: Sendable {
  case nothing
  case list(count: Int)
  case mapping
  case text(String)
  /// A value, and the expression that it came from.
  case value(ExpressionValue, expression: String)
  /// A number as it was written.
  case literal(String)
}

extension Found {
  var words: String {
    switch self {
    case .nothing: "nothing"
    case .list(let count): count == 0 ? "an empty list" : "a list of \(count)"
    case .mapping: "a mapping"
    case .text(let text): "`\(Wording.clipped(text))`"
    case .value(let value, let expression):
      "\(value) (from `\(Wording.clipped(expression))`)"
    case .literal(let text): text
    }
  }
}
