import Mustache

/// How texts from specs, records and machines come to stand in a page.
///
/// Mustache's own escaping goes by characters. A quote with a combining accent after it is one, and
/// not a quote: it would be left, and end an attribute. Here every byte is looked at.
struct EscapedText: MustacheContentType {
  /// The name by which a template asks for it.
  static let name = "ESCAPED"

  func escapeText(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      // What no HTML may hold.
      case 0..<0x09, 0x0B, 0x0C, 0x0E..<0x20, 0x7F: bytes += "\u{FFFD}".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// JSON that can stand in a script element, whatever its texts are.
  static func json(_ value: some Encodable) -> String {
    var text = ""
    for scalar in String(decoding: JSONText.line(value), as: UTF8.self).unicodeScalars {
      // They can only stand in texts.
      switch scalar {
      case "<": text += "\\u003c"
      case ">": text += "\\u003e"
      case "&": text += "\\u0026"
      case "\u{2028}": text += "\\u2028"
      case "\u{2029}": text += "\\u2029"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
