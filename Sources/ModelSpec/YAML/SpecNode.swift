/// A node of a spec's text: what was written, and where.
///
/// Aliases are already replaced by what they stand for; the copies share their storage.
struct SpecNode: Sendable {
  /// What was written.
  enum Content: Sendable {
    case scalar(Scalar)
    case sequence([SpecNode])
    case mapping([Entry])
  }

  /// The text of a scalar, untyped: the field it lands in says what it is.
  struct Scalar: Sendable {
    var text: String
    var isPlain: Bool
    /// The column of the text's first character counted from the node's, where every character
    /// of the text was written as it stands; nil where places inside it are not known.
    var textOffset: Int?

    /// Whether nothing was written.
    var isEmpty: Bool { isPlain && text.isEmpty }
  }

  /// A key of a mapping with its value.
  struct Entry: Sendable {
    var key: String
    var keyMark: Mark
    var value: SpecNode
  }

  var content: Content
  var mark: Mark
  /// The place of the override that took something out of the mapping, if one did.
  var removal: Mark?

  /// The scalar, if it is one.
  var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The text of a plain scalar, if it is one.
  var plainText: String? {
    if let scalar, scalar.isPlain { scalar.text } else { nil }
  }

  /// The items of a sequence, if it is one.
  var items: [SpecNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The entries of a mapping, if it is one.
  var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// Whether nothing, `null` or `~` stands here.
  var isNull: Bool {
    guard let plainText else { return false }
    return plainText.isEmpty || ["null", "Null", "NULL", "~"].contains(plainText)
  }

  /// The entry of a key, if this is a mapping that has it.
  func entry(_ key: String) -> Entry? {
    entries?.first { $0.key == key }
  }

  /// The same node with other entries.
  func with(_ entries: [Entry]) -> SpecNode {
    var copy = self
    copy.content = .mapping(entries)
    return copy
  }

  /// A mapping of no keys.
  static func emptyMapping(at mark: Mark) -> SpecNode {
    SpecNode(content: .mapping([]), mark: mark)
  }

  /// A mapping of one key.
  static func mapping(_ key: String, at mark: Mark, to value: SpecNode) -> SpecNode {
    SpecNode(
      content: .mapping([Entry(key: key, keyMark: mark, value: value)]), mark: mark)
  }
}
