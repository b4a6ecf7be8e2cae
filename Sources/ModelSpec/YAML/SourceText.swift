/// A text in lines, broken where libyaml breaks them.
struct SourceText {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  /// The line of a number counted from 1, empty where there is none.
  func line(_ number: Int) -> String {
    var current = 1
    var line = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      if afterReturn, scalar == "\n" {
        afterReturn = false
        continue
      }
      afterReturn = scalar == "\r"
      if Self.breaks.contains(scalar) {
        if current == number { break }
        current += 1
      } else if current == number {
        line.append(scalar)
      }
    }
    return String(line)
  }

  fileprivate static let breaks: Set<Unicode.Scalar> = [
    "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}",
  ]
}

extension SourceText {
  /// The place just after the last character.
  var end: YAMLEvent.Position {
    var position = YAMLEvent.Position(line: 0, column: 0)
    var afterReturn = false
    for scalar in text.unicodeScalars {
      defer { afterReturn = scalar == "\r" }
      if afterReturn, scalar == "\n" { continue }
      if Self.breaks.contains(scalar) {
        position = .init(line: position.line + 1, column: 0)
      } else {
        position.column += 1
      }
    }
    return position
  }
}
