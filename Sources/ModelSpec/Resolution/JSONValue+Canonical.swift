extension JSONValue {
  /// The one text that RFC 8785, the JSON Canonicalization Scheme, gives the value.
  ///
  /// Its numbers are doubles; what JSON has no number for (NaN, infinities) becomes null.
  public var canonical: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .object(let members):
      text += "{"
      for (index, member) in Self.sorted(members).enumerated() {
        if index > 0 { text += "," }
        text += Self.quoted(member.key) + ":"
        member.value.write(to: &text)
      }
      text += "}"
    case .array(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        item.write(to: &text)
      }
      text += "]"
    case .string(let string): text += Self.quoted(string)
    case .integer(let integer): text += Self.text(Double(integer))
    case .number(let number): text += Self.text(number)
    case .bool(let isTrue): text += isTrue ? "true" : "false"
    case .null: text += "null"
    }
  }

  /// A text in quotes, with only those escapes that JSON demands.
  static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{8}": text += "\\b"
      case "\t": text += "\\t"
      case "\n": text += "\\n"
      case "\u{C}": text += "\\f"
      case "\r": text += "\\r"
      case "\u{0}"..<"\u{20}": text += escape(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// A number as ECMAScript writes it: the shortest digits that give the same double.
  static func text(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    // Also zero, whose sign JSON's numbers lose.
    if number.magnitude < 0x1p53, let integer = Int(exactly: number) { return "\(integer)" }
    let (digits, point) = shortestDigits(number.magnitude)
    let count = digits.count
    let text: String
    if point > 21 || point < -5 {
      let exponent = point - 1
      let fraction = count > 1 ? "." + digits.dropFirst() : ""
      text = "\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(abs(exponent))"
    } else if point >= count {
      text = digits + String(repeating: "0", count: point - count)
    } else if point > 0 {
      text = "\(digits.prefix(point)).\(digits.dropFirst(point))"
    } else {
      text = "0." + String(repeating: "0", count: -point) + digits
    }
    return number < 0 ? "-" + text : text
  }

  /// The digits of a positive number, and how many of them stand before the point.
  static func shortestDigits(_ number: Double) -> (digits: String, point: Int) {
    let text = Array("\(number)".utf8)
    let end = text.firstIndex(of: UInt8(ascii: "e")) ?? text.count
    let exponent = Int(String(decoding: text[end...].dropFirst(), as: UTF8.self)) ?? 0
    let point = text[..<end].firstIndex(of: UInt8(ascii: ".")) ?? end
    let all = text[..<point] + text[point..<end].dropFirst()
    let zeros = all.prefix { $0 == UInt8(ascii: "0") }.count
    var digits = all.dropFirst(zeros)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (String(decoding: digits, as: UTF8.self), point - zeros + exponent)
  }
}
