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

  private static let breaks: Set<Unicode.Scalar> = [
    "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}",
  ]
}
