/// A parsed expression.
///
/// From loosest to tightest: `or`, `and`, `not`, comparisons, `+ -`, `* / // %`, unary `-`, `**`.
indirect enum Expression {
  case value(ExpressionValue)
  case name(String, offset: Int)
  case unary(String, Expression, offset: Int)
  case binary(String, Expression, Expression, offset: Int)
  case call(String, [Expression], offset: Int)

  /// Words that can't be names under `model`.
  static let reserved: Set<String> = [
    "and", "or", "not", "min", "max", "true", "True", "TRUE", "false", "False", "FALSE",
  ]

  /// Whether a text can be a name.
  static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, ExpressionTokenizer.isNameStart(first) else {
      return false
    }
    return text.unicodeScalars.allSatisfy {
      ExpressionTokenizer.isNameStart($0) || ExpressionTokenizer.isDigit($0)
    }
  }

  /// The names in it, in the order of the text.
  var names: [(name: String, offset: Int)] {
    switch self {
    case .value: []
    case .name(let name, let offset): [(name, offset)]
    case .unary(_, let operand, _): operand.names
    case .binary(_, let left, let right, _): left.names + right.names
    case .call(_, let arguments, _): arguments.flatMap(\.names)
    }
  }

  /// Parses a text.
  static func parse(_ text: String) throws(ExpressionFailure) -> Expression {
    var parser = ExpressionParser(tokens: try ExpressionTokenizer.tokens(of: text))
    return try parser.whole()
  }
}

/// Parses an expression by recursive descent.
private struct ExpressionParser {
  static let depthLimit = 64
  static let comparisons: Set<String> = ["==", "!=", "<", "<=", ">", ">="]

  let tokens: [ExpressionToken]
  var index = 0
  var depth = 0

  init(tokens: [ExpressionToken]) {
    self.tokens = tokens
  }

  var current: ExpressionToken { tokens[index] }

  mutating func whole() throws(ExpressionFailure) -> Expression {
    guard current.kind != .end else { throw failure(.empty) }
    let expression = try disjunction()
    guard current.kind == .end else { throw failure(.unexpected(current.text)) }
    return expression
  }

  mutating func disjunction() throws(ExpressionFailure) -> Expression {
    var left = try conjunction()
    while let (symbol, offset) = take(["or"]) {
      left = .binary(symbol, left, try conjunction(), offset: offset)
    }
    return left
  }

  mutating func conjunction() throws(ExpressionFailure) -> Expression {
    var left = try negation()
    while let (symbol, offset) = take(["and"]) {
      left = .binary(symbol, left, try negation(), offset: offset)
    }
    return left
  }

  mutating func negation() throws(ExpressionFailure) -> Expression {
    guard let (symbol, offset) = take(["not"]) else { return try comparison() }
    return .unary(
      symbol, try nested { (parser) throws(ExpressionFailure) in try parser.negation() },
      offset: offset)
  }

  mutating func comparison() throws(ExpressionFailure) -> Expression {
    let left = try sum()
    guard let (symbol, offset) = take(Self.comparisons) else { return left }
    let right = try sum()
    if case .symbol(let next) = current.kind, Self.comparisons.contains(next) {
      throw failure(.chainedComparison)
    }
    return .binary(symbol, left, right, offset: offset)
  }

  mutating func sum() throws(ExpressionFailure) -> Expression {
    var left = try product()
    while let (symbol, offset) = take(["+", "-"]) {
      left = .binary(symbol, left, try product(), offset: offset)
    }
    return left
  }

  mutating func product() throws(ExpressionFailure) -> Expression {
    var left = try sign()
    while let (symbol, offset) = take(["*", "/", "//", "%"]) {
      left = .binary(symbol, left, try sign(), offset: offset)
    }
    return left
  }

  mutating func sign() throws(ExpressionFailure) -> Expression {
    guard let (symbol, offset) = take(["-", "+"]) else { return try power() }
    return .unary(
      symbol, try nested { (parser) throws(ExpressionFailure) in try parser.sign() }, offset: offset
    )
  }

  mutating func power() throws(ExpressionFailure) -> Expression {
    let base = try atom()
    guard let (symbol, offset) = take(["**"]) else { return base }
    return .binary(
      symbol, base, try nested { (parser) throws(ExpressionFailure) in try parser.sign() },
      offset: offset)
  }

  mutating func atom() throws(ExpressionFailure) -> Expression {
    let token = current
    switch token.kind {
    case .value(let value):
      index += 1
      return .value(value)
    case .name(let name):
      index += 1
      return current.kind == .symbol("(")
        ? try call(name, token.offset) : .name(name, offset: token.offset)
    case .symbol("("):
      index += 1
      let inner = try nested { (parser) throws(ExpressionFailure) in try parser.disjunction() }
      try close(token.offset)
      return inner
    case .symbol, .end:
      throw failure(.missingOperand(after: index > 0 ? tokens[index - 1].text : nil))
    }
  }

  mutating func call(_ name: String, _ offset: Int) throws(ExpressionFailure) -> Expression {
    guard name == "min" || name == "max" else {
      throw ExpressionFailure(problem: .notAFunction(name), offset: offset)
    }
    let open = current.offset
    index += 1
    guard current.kind != .symbol(")") else { throw failure(.functionNeedsArguments(name)) }
    var arguments: [Expression] = []
    repeat {
      arguments.append(
        try nested { (parser) throws(ExpressionFailure) in try parser.disjunction() })
    } while take([","]) != nil
    try close(open)
    return .call(name, arguments, offset: offset)
  }

  mutating func close(_ open: Int) throws(ExpressionFailure) {
    guard current.kind != .end else {
      throw ExpressionFailure(problem: .unclosedParenthesis, offset: open)
    }
    guard take([")"]) != nil else { throw failure(.unexpected(current.text)) }
  }

  mutating func nested(
    _ parse: (inout ExpressionParser) throws(ExpressionFailure) -> Expression
  ) throws(ExpressionFailure) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw failure(.tooNested(limit: Self.depthLimit)) }
    return try parse(&self)
  }

  mutating func take(_ symbols: Set<String>) -> (String, Int)? {
    guard case .symbol(let symbol) = current.kind, symbols.contains(symbol) else { return nil }
    let offset = current.offset
    index += 1
    return (symbol, offset)
  }

  func failure(_ problem: ExpressionProblem) -> ExpressionFailure {
    ExpressionFailure(problem: problem, offset: current.offset)
  }
}
