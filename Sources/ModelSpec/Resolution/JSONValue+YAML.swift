extension JSONValue {
  /// The value as YAML with sorted keys; what fits in a line and holds no more than scalars
  /// stands in one.
  public var yaml: String {
    switch self {
    case .object(let members) where !members.isEmpty: block(indent: 0)
    case .array(let items) where !items.isEmpty: block(indent: 0)
    default: flow + "\n"
    }
  }

  private static let width = 100

  /// The lines of the value, each indented by so many spaces.
  private func block(indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    switch self {
    case .object(let members):
      return Self.sorted(members).map { key, value in
        let key = Self.scalar(key) + ":"
        if let inline = value.inline(room: Self.width - indent - key.count - 1) {
          return "\(margin)\(key) \(inline)\n"
        }
        return "\(margin)\(key)\n\(value.block(indent: indent + 2))"
      }.joined()
    case .array(let items):
      return items.map { item in
        if let inline = item.inline(room: Self.width - indent - 2) {
          return "\(margin)- \(inline)\n"
        }
        return "\(margin)- \(item.block(indent: indent + 2).dropFirst(indent + 2))"
      }.joined()
    default:
      return "\(margin)\(flow)\n"
    }
  }

  /// The value in one line, if it is simple and short enough.
  private func inline(room: Int) -> String? {
    guard depth <= 2 else { return nil }
    let text = flow
    return depth == 0 || text.count <= room ? text : nil
  }

  /// How many levels of values there are below this one, empty ones aside.
  private var depth: Int {
    switch self {
    case .object(let members):
      members.isEmpty ? 0 : 1 + (members.values.map(\.depth).max() ?? 0)
    case .array(let items): items.isEmpty ? 0 : 1 + (items.map(\.depth).max() ?? 0)
    default: 0
    }
  }

  /// The value in one line.
  var flow: String {
    switch self {
    case .object(let members):
      let parts = Self.sorted(members).map { "\(Self.scalar($0.key)): \($0.value.flow)" }
      return "{\(parts.joined(separator: ", "))}"
    case .array(let items): return "[\(items.map(\.flow).joined(separator: ", "))]"
    case .string(let string): return Self.scalar(string)
    default: return canonical
    }
  }

  /// A text as YAML: plain where nothing else could be meant, else in quotes.
  private static func scalar(_ text: String) -> String {
    let isPlain = text.wholeMatch(of: /[A-Za-z_.\/][A-Za-z0-9_.\/\-]*/) != nil
    let meansElse = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    let isNumber = Double(text) != nil || [".inf", ".nan"].contains(text.lowercased())
    if isPlain, !isNumber, !meansElse.contains(text.lowercased()), text != "." { return text }
    // Beyond JSON's escapes, YAML wants these, which it takes for line breaks or forbids.
    return String(
      quoted(text).unicodeScalars.map { scalar in
        switch scalar {
        case "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
          escape(scalar)
        default: String(scalar)
        }
      }.joined())
  }
}
