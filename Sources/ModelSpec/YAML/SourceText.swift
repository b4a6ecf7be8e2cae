/// A text in lines, broken where libyaml breaks them.
struct SourceText {
  let lines: [String]

  init(_ text: String) {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      defer { afterReturn = scalar == "\r" }
      if afterReturn, scalar == "\n" { continue }
      if Self.breaks.contains(scalar) {
        lines.append(String(line))
        line = .init()
      } else {
        line.append(scalar)
      }
    }
    lines.append(String(line))
    self.lines = lines
  }

  /// The place just after the last character.
  var end: YAMLEvent.Position {
    .init(line: lines.count - 1, column: lines.last?.unicodeScalars.count ?? 0)
  }

  /// The part of a line before a place, and the character there.
  func around(_ place: YAMLEvent.Position) -> (before: String, character: Unicode.Scalar?) {
    guard lines.indices.contains(place.line) else { return ("", nil) }
    let line = lines[place.line].unicodeScalars
    return (String(line.prefix(place.column)), line.dropFirst(place.column).first)
  }

  /// Whether nothing but space follows a place.
  func isEnd(_ place: YAMLEvent.Position) -> Bool {
    guard lines.indices.contains(place.line) else { return true }
    let rest = lines[place.line].unicodeScalars.dropFirst(place.column)
    return rest.allSatisfy(\.properties.isWhitespace)
      && lines[(place.line + 1)...].allSatisfy { $0.allSatisfy(\.isWhitespace) }
  }

  private static let breaks: Set<Unicode.Scalar> = [
    "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}",
  ]
}
