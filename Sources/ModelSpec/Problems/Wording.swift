/// Pieces that messages are made of.
enum Wording {
  /// How a key that a spec lacks may look.
  static let examples = [
    "schema": "schema: 1",
    "model": "model: {nz: 100, nc: 3}",
    "data": "data: {synthetic: shapes, size: 32}",
    "generator": "generator: a list of layers from z to an image",
    "discriminator": "discriminator: a list of layers from an image to one value",
    "train": "train: {batch: 64, epochs: 25}",
  ]

  /// Words as code, with a conjunction before the last.
  static func list(_ words: [String], _ conjunction: String) -> String {
    let quoted = words.map { "`\(clipped($0))`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return "\(quoted.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }

  /// Words as they are, the first ones of many.
  static func plainList(_ words: [String]) -> String {
    let shown = words.prefix(20).map { clipped($0) }.joined(separator: ", ")
    return words.count > 20 ? "\(shown), …" : shown
  }

  /// A guess at what was meant, and what there is.
  static func help(_ word: String, among known: [String], orElse other: String? = nil) -> String? {
    let guess = Spelling.suggestion(for: word, among: known).map { "did you mean `\($0)`?" }
    if let colon = word.firstIndex(of: ":"), known.contains(String(word[..<colon])) {
      return "put a space after the `:`: \(word[..<colon]): \(word[word.index(after: colon)...])"
    }
    let list = other ?? (known.isEmpty ? nil : "known: \(plainList(known))")
    let parts = [guess, list].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// A number of things.
  static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A text that fits into a line.
  static func clipped(_ text: String, to count: Int = 60) -> String {
    let line = text.map { $0.isNewline ? " " : $0 }
    return line.count > count ? String(line.prefix(count - 3)) + "…" : String(line)
  }

  /// A tag as people write it.
  static func short(tag: String) -> String {
    let standard = "tag:yaml.org,2002:"
    return tag.hasPrefix(standard) ? "!!\(tag.dropFirst(standard.count))" : tag
  }

  /// A whole number without the zeros before it.
  static func decimal(_ text: String) -> String? {
    Int(text).map(String.init)
  }
}

extension ClosedRange<Int> {
  /// The range with a noun, as in "an integer above 0".
  func words(_ noun: String) -> String {
    switch (lowerBound, upperBound) {
    case (1, .max): "\(noun) above 0"
    case (.min, .max): noun
    case (_, .max): "\(noun), \(lowerBound) or above"
    case (let lower, let upper) where lower == upper: "\(lower)"
    default: "\(noun) from \(lowerBound) to \(upperBound)"
    }
  }
}

extension RealRange {
  /// The range as in "a number from 0 to below 1".
  var words: String {
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): "a number"
    case (true, false):
      includesLower ? "a number, \(short(lower)) or above" : "a number above \(short(lower))"
    case (false, true):
      includesUpper ? "a number up to \(short(upper))" : "a number below \(short(upper))"
    case (true, true):
      "a number \(includesLower ? "from" : "above") \(short(lower)) "
        + (includesLower ? "to " : "and up to ") + (includesUpper ? "" : "below ") + short(upper)
    }
  }

  /// What becomes of a number in the precision of training, if that is out of the range.
  func lostInSinglePrecision(_ value: Double) -> String? {
    let single = Float(value)
    if single == 0, value != 0, !contains(0) {
      return "that is too small for single precision, which makes 0 of it"
    }
    if single.isInfinite, value.isFinite, !contains(Double(single)) {
      return "that is too large for single precision, which ends at 3.4e38"
    }
    return nil
  }

  private func short(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}
