/// A word of an expression, with its place in the text.
struct ExpressionToken {
  enum Kind: Hashable {
    case value(ExpressionValue)
    case name(String)
    case symbol(String)
    case end
  }

  var kind: Kind
  var offset: Int
  var text: String
}

/// Cuts an expression into tokens.
struct ExpressionTokenizer {
  static let lengthLimit = 1000

  private let scalars: [Unicode.Scalar]
  private var index = 0

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// The tokens of a text, `end` last.
  static func tokens(of text: String) throws(ExpressionFailure) -> [ExpressionToken] {
    var tokenizer = ExpressionTokenizer(text)
    guard tokenizer.scalars.count <= lengthLimit else {
      throw ExpressionFailure(problem: .tooLong(limit: lengthLimit), offset: 0)
    }
    var tokens: [ExpressionToken] = []
    while let token = try tokenizer.next() { tokens.append(token) }
    tokens.append(.init(kind: .end, offset: tokenizer.scalars.count, text: ""))
    return tokens
  }

  private mutating func next() throws(ExpressionFailure) -> ExpressionToken? {
    while index < scalars.count, [" ", "\t", "\n"].contains(scalars[index]) { index += 1 }
    guard index < scalars.count else { return nil }
    let start = index
    let first = scalars[start]
    if Self.isDigit(first) || (first == "." && Self.isDigit(at(start + 1))) {
      return try number(from: start)
    }
    if Self.isNameStart(first) {
      let text = take { Self.isNameStart($0) || Self.isDigit($0) }
      return .init(kind: Self.kind(ofWord: text), offset: start, text: text)
    }
    return try symbol(from: start)
  }

  private mutating func symbol(from start: Int) throws(ExpressionFailure) -> ExpressionToken {
    let pair = String(String.UnicodeScalarView(scalars[start..<min(start + 2, scalars.count)]))
    if ["**", "//", "==", "!=", "<=", ">="].contains(pair) {
      index += 2
      return .init(kind: .symbol(pair), offset: start, text: pair)
    }
    if scalars[start] == "." {
      let word = take { $0 == "." || Self.isNameStart($0) }
      guard [".inf", ".nan"].contains(word.lowercased()) else {
        throw ExpressionFailure(problem: .badCharacter("."), offset: start)
      }
      throw ExpressionFailure(problem: .infinite(word), offset: start)
    }
    let single = String(scalars[start])
    index += 1
    guard ["+", "-", "*", "/", "%", "<", ">", "(", ")", ","].contains(single) else {
      let problem: ExpressionProblem =
        single == "=" ? .singleEquals : .badCharacter(Character(scalars[start]))
      throw ExpressionFailure(problem: problem, offset: start)
    }
    return .init(kind: .symbol(single), offset: start, text: single)
  }

  private mutating func number(from start: Int) throws(ExpressionFailure) -> ExpressionToken {
    var previous: Unicode.Scalar = " "
    let text = take { scalar in
      let isSign = (scalar == "+" || scalar == "-") && (previous == "e" || previous == "E")
      defer { previous = scalar }
      return isSign || Self.isDigit(scalar) || Self.isNameStart(scalar) || scalar == "."
        || scalar == ":"
    }
    guard let value = try Self.value(ofNumber: text, at: start) else {
      throw ExpressionFailure(problem: Self.mistake(inNumber: text), offset: start)
    }
    return .init(kind: .value(value), offset: start, text: text)
  }

  private static func value(
    ofNumber text: String, at offset: Int
  ) throws(ExpressionFailure) -> ExpressionValue? {
    let digits = text.allSatisfy { $0.isASCII && $0.isNumber }
    if digits {
      guard text == "0" || text.first != "0" else { return nil }
      guard let value = Int(text) else {
        throw ExpressionFailure(problem: .overflow(text), offset: offset)
      }
      return .integer(value)
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where text.hasPrefix(prefix) {
      let digits = text.dropFirst(2)
      guard !digits.isEmpty, digits.allSatisfy({ $0.hexDigitValue.map { $0 < radix } ?? false })
      else { return nil }
      guard let value = Int(digits, radix: radix) else {
        throw ExpressionFailure(problem: .overflow(text), offset: offset)
      }
      return .integer(value)
    }
    guard isDecimal(text), let value = Double(text) else { return nil }
    guard value.isFinite else {
      throw ExpressionFailure(problem: .overflow(text), offset: offset)
    }
    return .real(value)
  }

  /// Whether a text has digits, a point with digits, and an exponent, each of which may be missing.
  private static func isDecimal(_ text: String) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "0"), rest.dropFirst().first.map(isDigit) ?? false {
      return false
    }
    rest = rest.drop(while: isDigit)
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop(while: isDigit) }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
        rest = rest.dropFirst()
      }
      guard rest.first.map(isDigit) ?? false else { return false }
      rest = rest.drop(while: isDigit)
    }
    return rest.isEmpty
  }

  private static func mistake(inNumber text: String) -> ExpressionProblem {
    if text.contains(":") { return .timeOfDay(text) }
    if text.contains("_"), text.allSatisfy({ $0.isNumber || $0 == "_" || $0 == "." }) {
      return .underscore(text)
    }
    if text.first == "0", text.allSatisfy({ $0.isNumber || $0 == "." }) {
      return .leadingZero(text)
    }
    return .badNumber(text)
  }

  private static func kind(ofWord text: String) -> ExpressionToken.Kind {
    switch text {
    case "true", "True", "TRUE": .value(.boolean(true))
    case "false", "False", "FALSE": .value(.boolean(false))
    case "and", "or", "not": .symbol(text)
    default: .name(text)
    }
  }

  private mutating func take(while isPart: (Unicode.Scalar) -> Bool) -> String {
    let start = index
    while index < scalars.count, isPart(scalars[index]) { index += 1 }
    return String(String.UnicodeScalarView(scalars[start..<index]))
  }

  private func at(_ index: Int) -> Unicode.Scalar {
    index < scalars.count ? scalars[index] : " "
  }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
  }
}
