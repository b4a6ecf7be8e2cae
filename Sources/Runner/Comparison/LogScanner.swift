/// Reads lines of JSON as this program writes them, and makes nothing of what isn't asked for.
///
/// A comparison of a thousand runs goes through hundreds of thousands of lines, for which a decoder
/// takes too long.
struct LogScanner {
  /// The text.
  let text: [UInt8]
  private var place = 0

  /// Begins at the first line.
  init(_ text: [UInt8]) {
    self.text = text
  }

  /// A part of the text.
  typealias Part = Range<Int>

  /// Calls `member` with each name and value of the next line's object.
  ///
  /// Gives false where the text has ended, and nil where the line is no object.
  mutating func line(_ member: (_ name: Part, _ value: Part) -> Void) -> Bool? {
    while place < text.count, text[place] == UInt8(ascii: "\n") { place += 1 }
    guard place < text.count else { return false }
    return object(member) && (place == text.count || text[place] == UInt8(ascii: "\n")) ? true : nil
  }

  /// Calls `member` with each name and value of an object that is a part of the text.
  func members(of part: Part, _ member: (_ name: Part, _ value: Part) -> Void) -> Bool {
    var scanner = self
    scanner.place = part.lowerBound
    return scanner.object(member) && scanner.place == part.upperBound
  }

  /// The text of a name, which has no escapes.
  func name(_ part: Part) -> String {
    String(decoding: text[part], as: UTF8.self)
  }

  /// Whether a part is a text.
  func equals(_ part: Part, _ word: StaticString) -> Bool {
    guard part.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { text[part].elementsEqual($0) }
  }

  /// A number, or what stands in quotes for one that JSON doesn't have.
  func number(_ part: Part) -> Float? {
    let word = String(decoding: text[part], as: UTF8.self)
    switch word {
    case "\"nan\"": return .nan
    case "\"inf\"": return .infinity
    case "\"-inf\"": return -.infinity
    default: return text[part].first == UInt8(ascii: "\"") ? nil : Float(word)
    }
  }

  /// A whole number, 0 or more.
  func count(_ part: Part) -> Int? {
    Int(String(decoding: text[part], as: UTF8.self))
  }

  private mutating func object(_ member: (_ name: Part, _ value: Part) -> Void) -> Bool {
    guard accept("{") else { return false }
    if accept("}") { return true }
    repeat {
      guard let name = string(), accept(":"), let value = value() else { return false }
      member(name.lowerBound + 1..<name.upperBound - 1, value)
    } while accept(",")
    return accept("}")
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// A text with its quotes.
  private mutating func string() -> Part? {
    let start = place
    guard accept("\"") else { return nil }
    while place < text.count, text[place] != UInt8(ascii: "\"") {
      place += text[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return accept("\"") ? start..<place : nil
  }

  private mutating func value() -> Part? {
    guard place < text.count else { return nil }
    let start = place
    switch text[place] {
    case UInt8(ascii: "\""):
      return string()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      var depth = 0
      repeat {
        guard place < text.count else { return nil }
        switch text[place] {
        case UInt8(ascii: "\""):
          guard string() != nil else { return nil }
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        place += 1
      } while depth > 0
      return start..<place
    default:
      while place < text.count, !Self.ends(text[place]) { place += 1 }
      return place > start ? start..<place : nil
    }
  }

  private static func ends(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "\n")
  }
}
