/// What may stand in a field.
enum Expectation: Sendable {
  case integer(ClosedRange<Int>)
  case oneOrThree
  case real(RealRange)
  case boolean
  case modelValue
  case word([String])
  case text
  case textList
  case colour
  case integerPair(ClosedRange<Int>)
  case integerList(ClosedRange<Int>)
  case realPair(RealRange)
  case smoothing
  case mapping
  case list
  case range
  case one(Family)
  case valueList
  case integerRange
  case seeds
  case sweep
  case changes
  case changesList
  case variants
}

extension Expectation {
  /// What is due, as the end of "must be".
  var words: String {
    switch self {
    case .integer(let range): range.words("an integer")
    case .oneOrThree: "1 (grey) or 3 (colour)"
    case .real(let range): range.words
    case .boolean: "true or false"
    case .modelValue: "a number, true or false"
    case .word(let words):
      words.count == 1 ? "`\(words[0])`" : "one of \(Wording.list(words, "and"))"
    case .text: "a text"
    case .textList: "a list of texts"
    case .colour: "a colour as \"#rrggbb\""
    case .integerPair(let range): "\(range.words("an integer")), or two as [height, width]"
    case .integerList(let range): "a list, each item \(range.words("an integer"))"
    case .realPair(let range): "a list of two, each \(range.words)"
    case .smoothing: "a number from 0 to 1, or two as [lowest, highest]"
    case .mapping: "a mapping of keys to values"
    case .list: "a list"
    case .range: "a range as first..last"
    case .valueList: "a list of values"
    case .integerRange: "a list of two integers, the lowest and the highest"
    case .seeds: "a number of seeds, or a list of them"
    case .sweep: "a mapping of `grid`, `zip`, `list`, `random` and `seeds`, or a list of such"
    case .changes: "a mapping of paths to values"
    case .changesList: "a list of mappings of paths to values"
    case .variants: "a mapping of names to what each variant changes"
    case .one(let family): "the name of \(family.article) \(family.words)"
    }
  }

  /// What is due where something else was found: a limit that nobody comes near is only told to
  /// who did.
  func words(for found: Found) -> String {
    guard case .integer(let range) = self, range.upperBound >= ClosedRange.sizes.upperBound else {
      return words
    }
    let number: Int? =
      switch found {
      case .literal(let text): Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
      case .value(.integer(let value), _): value
      default: nil
      }
    let isAbove = number.map { $0 > range.upperBound } ?? false
    return isAbove ? words : (range.lowerBound...Int.max).words("an integer")
  }

  /// Words that are values there.
  var constants: [String] {
    if case .boolean = self { ["true", "false"] } else { [] }
  }

  /// What is due, in short.
  var short: String {
    switch self {
    case .boolean: "true or false"
    case .modelValue: "a number, true or false"
    default: "a number"
    }
  }

  func help(_ found: Found) -> String? {
    switch (self, found) {
    case (.word(let words), .text(let text)):
      Spelling.suggestion(for: text, among: words).map { "did you mean `\($0)`?" }
    case (.integer, .value(.real, let expression)),
      (.integerPair, .value(.real, let expression)):
      expression.contains("/") ? "`//` divides and rounds down" : nil
    case (.integer(1...1), _): "this version reads schema 1"
    case (.integer, .literal(let text)), (.integerPair, .literal(let text)):
      text.isDecimal && text.contains { ".eE".contains($0) }
        ? "an integer has no point and no exponent" : nil
    case (.real(let range), .literal(let text)):
      Double(text).flatMap { range.lostInSinglePrecision($0) }
    case (.real(let range), .value(.real(let value), _)):
      range.lostInSinglePrecision(value)
    case (.textList, .text(let text)), (.valueList, .text(let text)): "write [\(text)]"
    default: nil
    }
  }
}

extension String {
  /// Whether it begins as a decimal number does, rather than as a word or in another base.
  fileprivate var isDecimal: Bool {
    guard let first, !hasPrefix("0x") else { return false }
    return first.isNumber || "+-.".contains(first)
  }
}
