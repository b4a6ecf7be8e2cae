import ModelSpec

/// Where a run comes from, as tables: whatever its record holds.
struct ProvenanceView {
  private let folder: RunFolder
  private let digests: [(name: String, value: JSONValue)]
  private let attempts: [[String: JSONValue]]
  private static let mostAttempts = 8
  private static let longest = 200

  init(_ folder: RunFolder) throws(RunError) {
    self.folder = folder
    guard Folder.exists(folder.provenance) else {
      (digests, attempts) = ([], [])
      return
    }
    guard
      case .object(let members) = JSONText.decode(
        try WholeFile.read(folder.provenance), as: JSONValue.self)
    else { throw .damagedRecord(path: folder.provenance) }
    var flat: [(name: String, value: JSONValue)] = []
    for (key, value) in members.sorted(by: { $0.key < $1.key }) where key != "attempts" {
      if case .object(let inner) = value {
        for (name, value) in inner.sorted(by: { $0.key < $1.key }) {
          flat.append((name: "\(name) (\(key))", value: value))
        }
      } else {
        flat.append((name: key, value: value))
      }
    }
    digests = flat
    guard case .array(let items)? = members["attempts"] else {
      attempts = []
      return
    }
    attempts = items.compactMap { if case .object(let members) = $0 { members } else { nil } }
  }

  /// What determines the run, with more rows after it.
  func identity(_ more: [(String, String)]) -> PageModel.Table {
    .facts(
      digests.map { (Self.words($0.name), Self.text($0.value)) } + more,
      title: "What determines it")
  }

  /// Who worked at it when: a column each attempt.
  var work: PageModel.Table {
    let shown = attempts.suffix(Self.mostAttempts)
    let keys = Set(shown.flatMap(\.keys)).sorted {
      (Self.order.firstIndex(of: $0) ?? .max, $0) < (Self.order.firstIndex(of: $1) ?? .max, $1)
    }
    let first = attempts.count - shown.count
    return PageModel.Table(
      title: first == 0
        ? "Who worked at it" : "Who worked at it: the last \(shown.count) of \(attempts.count)",
      columns: [.init(text: "")]
        + shown.indices.map { .init(text: shown.count == 1 ? "" : "\($0 + 1)") },
      rows: keys.map { key in
        .init(
          cells: [.init(text: Self.words(key), look: "label")]
            + shown.map { .init(text: Self.short($0[key]), look: "code") })
      })
  }

  /// What is too long for a table, such as a difference to a commit: of the last attempt.
  var texts: [PageModel.Text] {
    (attempts.last ?? [:]).sorted { $0.key < $1.key }.compactMap { key, value in
      let text = Self.text(value)
      return Self.isLong(text) ? .init(title: Self.words(key), text: text) : nil
    }
  }

  /// How the repository differed from its commit when the last attempt began; nil where it didn't.
  var difference: PageModel.Text? {
    get throws(RunError) {
      guard case .string(let name)? = attempts.last?["git_diff"], folder.isDiffName(name),
        Folder.exists("\(folder.path)/\(name)")
      else { return nil }
      return .init(
        title: "How the repository differed from the commit",
        text: String(decoding: try WholeFile.read("\(folder.path)/\(name)"), as: UTF8.self))
    }
  }

  /// All values of a key, each once.
  func all(_ key: String) -> [String] {
    attempts.compactMap { $0[key].map(Self.text) }
  }

  private static let order = [
    "started", "ended", "outcome", "first_step", "last_step", "host", "processor", "threads",
    "simd",
    "version", "git_commit", "arguments",
  ]

  private static func words(_ key: String) -> String { key.replacing("_", with: " ") }

  private static func short(_ value: JSONValue?) -> String {
    guard let value else { return "" }
    let text = text(value)
    return isLong(text) ? "(below)" : text
  }

  private static func isLong(_ text: String) -> Bool {
    text.utf8.count > longest || text.contains("\n")
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .array(let items): items.map(text).joined(separator: " ")
    case .null: ""
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { "\(words($0.key)) \(text($0.value))" }
        .joined(separator: ", ")
    default: value.canonical
    }
  }
}
