/// What an expression comes to.
enum ExpressionValue: Hashable, Sendable {
  case integer(Int)
  case real(Double)
  case boolean(Bool)

  /// The number as a real, if it is one.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    case .boolean: nil
    }
  }
}

extension ExpressionValue: CustomStringConvertible {
  var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .boolean(let value): "\(value)"
    }
  }
}
