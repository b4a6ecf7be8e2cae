/// Texts that specs, folders and others' records bring along, made harmless for where they go.
package enum ForeignText {
  /// The text with all that steers a terminal or reorders a line written out, such as `\u{1b}`.
  package static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: steers) else { return text }
    return text.unicodeScalars.map { scalar in
      steers(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }.joined()
  }

  /// The text as code in Markdown, where nothing in it means anything.
  package static func code(_ text: String, inTable: Bool = false) -> String {
    let shown = visible(text)
    guard !shown.isEmpty else { return "" }
    let longest = shown.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    let edge = shown.first == "`" || shown.last == "`" ? " " : ""
    let code = "\(fence)\(edge)\(shown)\(edge)\(fence)"
    return inTable
      ? code.split(separator: "|", omittingEmptySubsequences: false)
        .joined(separator: "\\|") : code
  }

  /// The text as a cell of CSV that no spreadsheet takes for a formula.
  package static func cell(_ text: String) -> String {
    let shown = visible(text)
    let first = shown.first { !$0.isWhitespace }
    let guarded = first.map { "=+-@＝＋－＠".contains($0) } ?? false ? "'\(shown)" : shown
    guard guarded.contains(where: { ",\"\n\r".contains($0) }) else { return guarded }
    return "\""
      + guarded.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
    default: false
    }
  }
}
