/// Makes the text of diagnostics that people read.
///
/// It is the place and what is wrong, the line with a caret under it, and what would be right.
public struct DiagnosticRenderer: Sendable {
  private let lines: [Mark.Origin: [String]]

  /// Makes a renderer for diagnostics about some texts.
  public init(sources: Sources) {
    lines = sources.texts.mapValues { SourceText($0).lines }
  }

  /// The text of all the diagnostics of an error.
  public static func render(_ error: SpecError) -> String {
    DiagnosticRenderer(sources: error.sources).render(error.diagnostics)
  }

  /// The text of diagnostics, one after the other.
  public func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(render).joined()
  }

  /// The text of one diagnostic: one to four lines, each with its end.
  public func render(_ diagnostic: Diagnostic) -> String {
    let problem = diagnostic.problem
    let heading = "\(diagnostic.severity.rawValue): \(problem.message)"
    var lines: [String] = []
    switch diagnostic.mark?.origin {
    case .file(let path)?:
      let mark = diagnostic.mark
      lines.append("\(path):\(mark?.line ?? 1):\(mark?.column ?? 1): \(heading)")
      lines += mark.map(snippet) ?? []
    case .override(let text)?:
      lines.append("override '\(text)': \(heading)")
    case nil:
      lines.append(heading)
    }
    if let help = problem.help { lines.append("  help: \(help)") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The marked line, and a caret under the place; of a long line a part.
  private func snippet(_ mark: Mark) -> [String] {
    guard let lines = lines[mark.origin], lines.indices.contains(mark.line - 1) else { return [] }
    let line = Array(lines[mark.line - 1].unicodeScalars)
    let column = min(mark.column - 1, line.count)
    let first = line.count > Self.width ? max(0, column - Self.width / 2) : 0
    let part = line[first..<min(line.count, first + Self.width)]
    guard part.contains(where: { !$0.properties.isWhitespace }) else { return [] }
    let shown = String(String.UnicodeScalarView(part.map { $0.isControl ? "\u{FFFD}" : $0 }))
    // Tabs stay tabs, so that the caret stands under its character.
    let indent = line[first..<column].map { $0 == "\t" ? "\t" : $0.isWide ? "  " : " " }
    return [shown, indent.joined() + "^"]
  }

  private static let width = 100
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool {
    self != "\t" && properties.generalCategory == .control
  }

  /// Whether terminals draw it over two columns.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
