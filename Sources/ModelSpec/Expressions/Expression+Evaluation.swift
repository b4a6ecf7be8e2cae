import Random

extension Expression {
  /// The value, with names looked up by a function that throws where there is none.
  func value(
    _ lookup: (String) throws(ExpressionFailure.Lookup) -> ExpressionValue
  ) throws(ExpressionFailure) -> ExpressionValue {
    switch self {
    case .value(let value):
      return value
    case .name(let name, let offset):
      do {
        return try lookup(name)
      } catch {
        throw ExpressionFailure(problem: error.problem, offset: offset)
      }
    case .unary(let symbol, let operand, let offset):
      return try Self.unary(symbol, try operand.value(lookup), offset)
    case .binary("and", let left, let right, let offset):
      let isTrue = try Self.boolean("and", try left.value(lookup), offset)
      return .boolean(isTrue ? try Self.boolean("and", try right.value(lookup), offset) : false)
    case .binary("or", let left, let right, let offset):
      let isTrue = try Self.boolean("or", try left.value(lookup), offset)
      return .boolean(isTrue ? true : try Self.boolean("or", try right.value(lookup), offset))
    case .binary(let symbol, let left, let right, let offset):
      return try Self.binary(symbol, try left.value(lookup), try right.value(lookup), offset)
    case .call(let function, let arguments, let offset):
      return try Self.call(function, arguments, offset, lookup)
    }
  }
}

extension ExpressionFailure {
  /// Why a name has no value.
  struct Lookup: Error {
    var problem: ExpressionProblem
  }
}

extension Expression {
  private static func boolean(
    _ symbol: String, _ value: ExpressionValue, _ offset: Int
  ) throws(ExpressionFailure) -> Bool {
    guard case .boolean(let isTrue) = value else {
      throw ExpressionFailure(problem: .needsBooleans(symbol, got: value), offset: offset)
    }
    return isTrue
  }

  private static func unary(
    _ symbol: String, _ value: ExpressionValue, _ offset: Int
  ) throws(ExpressionFailure) -> ExpressionValue {
    if symbol == "not" { return .boolean(!(try boolean(symbol, value, offset))) }
    switch value {
    case .integer(let value):
      return symbol == "-"
        ? try exact(symbol, 0.subtractingReportingOverflow(value), offset) : .integer(value)
    case .real(let value): return .real(symbol == "-" ? -value : value)
    case .boolean:
      throw ExpressionFailure(problem: .needsNumbers(symbol, got: value), offset: offset)
    }
  }

  private static func call(
    _ function: String, _ arguments: [Expression], _ offset: Int,
    _ lookup: (String) throws(ExpressionFailure.Lookup) -> ExpressionValue
  ) throws(ExpressionFailure) -> ExpressionValue {
    var best: ExpressionValue?
    for argument in arguments {
      let value = try argument.value(lookup)
      guard value.number != nil else {
        throw ExpressionFailure(problem: .needsNumbers(function, got: value), offset: offset)
      }
      guard let current = best else {
        best = value
        continue
      }
      if order(value, current) == (function == "min" ? -1 : 1) { best = value }
    }
    return best ?? .integer(0)
  }

  private static func binary(
    _ symbol: String, _ left: ExpressionValue, _ right: ExpressionValue, _ offset: Int
  ) throws(ExpressionFailure) -> ExpressionValue {
    if case .boolean(let a) = left, case .boolean(let b) = right, symbol == "==" || symbol == "!=" {
      return .boolean((a == b) == (symbol == "=="))
    }
    if ["==", "!=", "<", "<=", ">", ">="].contains(symbol) {
      return .boolean(try compare(symbol, left, right, offset))
    }
    for value in [left, right] where value.number == nil {
      throw ExpressionFailure(problem: .needsNumbers(symbol, got: value), offset: offset)
    }
    if case .integer(let a) = left, case .integer(let b) = right {
      return try integers(symbol, a, b, offset)
    }
    return try reals(symbol, left.number ?? 0, right.number ?? 0, offset)
  }

  private static func compare(
    _ symbol: String, _ left: ExpressionValue, _ right: ExpressionValue, _ offset: Int
  ) throws(ExpressionFailure) -> Bool {
    guard let order = order(left, right) else {
      throw ExpressionFailure(problem: .incomparable(left, right), offset: offset)
    }
    switch symbol {
    case "==": return order == 0
    case "!=": return order != 0
    case "<": return order < 0
    case "<=": return order <= 0
    case ">": return order > 0
    default: return order >= 0
    }
  }

  /// -1, 0 or 1 as the left one is less, equal or more; nil where they have no order.
  private static func order(_ left: ExpressionValue, _ right: ExpressionValue) -> Int? {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): a < b ? -1 : a > b ? 1 : 0
    case (.real(let a), .real(let b)): a < b ? -1 : a > b ? 1 : 0
    case (.integer(let a), .real(let b)): order(a, b)
    case (.real(let a), .integer(let b)): -order(b, a)
    default: nil
    }
  }

  /// An integer against a real: exact, since not every integer is a real.
  private static func order(_ a: Int, _ b: Double) -> Int {
    let floor = b.rounded(.down)
    guard let whole = Int(exactly: floor) else { return b > 0 ? -1 : 1 }
    return a < whole ? -1 : a > whole ? 1 : b > floor ? -1 : 0
  }

  private static func integers(
    _ symbol: String, _ a: Int, _ b: Int, _ offset: Int
  ) throws(ExpressionFailure) -> ExpressionValue {
    switch symbol {
    case "+": return try exact(symbol, a.addingReportingOverflow(b), offset)
    case "-": return try exact(symbol, a.subtractingReportingOverflow(b), offset)
    case "*": return try exact(symbol, a.multipliedReportingOverflow(by: b), offset)
    case "**":
      return b >= 0
        ? try power(a, b, offset) : try reals(symbol, Double(a), Double(b), offset)
    default: break
    }
    guard b != 0 else { throw ExpressionFailure(problem: .divisionByZero(symbol), offset: offset) }
    let (quotient, overflow) = a.dividedReportingOverflow(by: b)
    guard !overflow else { throw ExpressionFailure(problem: .overflow(symbol), offset: offset) }
    let remainder = a - quotient * b
    let isBelow = remainder != 0 && (remainder < 0) != (b < 0)
    switch symbol {
    case "//": return .integer(isBelow ? quotient - 1 : quotient)
    case "%": return .integer(isBelow ? remainder + b : remainder)
    default: return remainder == 0 ? .integer(quotient) : .real(Double(a) / Double(b))
    }
  }

  private static func power(
    _ base: Int, _ exponent: Int, _ offset: Int
  ) throws(ExpressionFailure) -> ExpressionValue {
    if base == 0 || base == 1 { return .integer(exponent == 0 ? 1 : base) }
    if base == -1 { return .integer(exponent.isMultiple(of: 2) ? 1 : -1) }
    // Any other base overflows within 63 steps.
    var result = 1
    for _ in 0..<min(exponent, 64) {
      let (product, overflow) = result.multipliedReportingOverflow(by: base)
      guard !overflow else { throw ExpressionFailure(problem: .overflow("**"), offset: offset) }
      result = product
    }
    return .integer(result)
  }

  private static func reals(
    _ symbol: String, _ a: Double, _ b: Double, _ offset: Int
  ) throws(ExpressionFailure) -> ExpressionValue {
    if b == 0, ["/", "//", "%"].contains(symbol) {
      throw ExpressionFailure(problem: .divisionByZero(symbol), offset: offset)
    }
    let result: Double =
      switch symbol {
      case "+": a + b
      case "-": a - b
      case "*": a * b
      case "/": a / b
      case "//": floorQuotient(a, b)
      case "%": floorRemainder(a, b)
      default: realPower(a, b)
      }
    guard result.isFinite else {
      throw ExpressionFailure(problem: .notFinite(symbol), offset: offset)
    }
    return .real(result)
  }

  /// The whole part by way of the remainder, as in Python: `1 / 0.1` would round up to 10.
  private static func floorQuotient(_ a: Double, _ b: Double) -> Double {
    let quotient = (a - floorRemainder(a, b)) / b
    let floor = quotient.rounded(.down)
    return quotient - floor > 0.5 ? floor + 1 : floor
  }

  private static func floorRemainder(_ a: Double, _ b: Double) -> Double {
    let remainder = a.truncatingRemainder(dividingBy: b)
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder
  }

  /// A power of basic arithmetic alone: the host's `pow` differs between processors.
  private static func realPower(_ base: Double, _ exponent: Double) -> Double {
    if let whole = Int(exactly: exponent), abs(whole) <= 1 << 20 {
      let power = Transcendental.power(base, abs(whole))
      return whole < 0 ? 1 / power : power
    }
    if exponent == 0.5 { return base.squareRoot() }
    if base == 0 { return exponent > 0 ? 0 : .infinity }
    guard base.isNormal, base > 0 else { return .nan }
    let power = exponent * Transcendental.log(base)
    return abs(power) < 700 ? Transcendental.exp(power) : (power < 0 ? 0 : .infinity)
  }

  private static func exact(
    _ symbol: String, _ result: (partialValue: Int, overflow: Bool), _ offset: Int
  ) throws(ExpressionFailure) -> ExpressionValue {
    guard !result.overflow else {
      throw ExpressionFailure(problem: .overflow(symbol), offset: offset)
    }
    return .integer(result.partialValue)
  }
}
