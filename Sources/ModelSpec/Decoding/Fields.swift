/// The keys of one mapping, taken one by one; what is left over at the end is unknown.
struct Fields {
  let section: Section
  /// Where the mapping begins, or the key that it belongs to.
  let mark: Mark
  private let entries: [SpecNode.Entry]
  private var asked: [String] = []
  private var missing: [[String]] = []

  init(_ entries: [SpecNode.Entry], of section: Section, at mark: Mark) {
    self.entries = entries
    self.section = section
    self.mark = mark
  }

  /// A key that may be there.
  mutating func optional(_ key: String) -> SpecNode.Entry? {
    asked.append(key)
    return entries.first { $0.key == key }
  }

  /// A key that must be there.
  mutating func required(_ key: String) -> SpecNode.Entry? {
    let entry = optional(key)
    if entry == nil { missing.append([key]) }
    return entry
  }

  /// Keys of which one or none may be there.
  mutating func exclusive(_ keys: [String], isRequired: Bool, log: DiagnosticLog)
    -> SpecNode.Entry?
  {
    asked += keys
    let written = entries.filter { keys.contains($0.key) }
    if written.isEmpty, isRequired { missing.append(keys) }
    for other in written.dropFirst() {
      log.error(
        at: other.keyMark, .exclusiveKeys(written[0].key, other.key, in: section))
    }
    return written.first
  }

  /// Keys of which at least one must be there.
  mutating func some(of keys: [String]) -> [SpecNode.Entry] {
    asked += keys
    let written = entries.filter { keys.contains($0.key) }
    if written.isEmpty { missing.append(keys) }
    return written
  }

  /// Reports unknown and missing keys, one mistake once: a misspelt key isn't missing as well.
  func finish(_ log: DiagnosticLog) {
    var meant: Set<String> = []
    for entry in entries where !asked.contains(entry.key) {
      log.error(at: entry.keyMark, .unknownKey(entry.key, in: section, known: asked))
      if let suggestion = Spelling.suggestion(for: entry.key, among: asked) {
        meant.insert(suggestion)
      }
    }
    let absent = missing.filter { meant.isDisjoint(with: $0) }
    let single = absent.filter { $0.count == 1 }.flatMap { $0 }
    if !single.isEmpty { log.error(at: mark, .missingKeys(single, in: section)) }
    for keys in absent where keys.count > 1 {
      log.error(at: mark, .missingOneOf(keys, in: section))
    }
  }
}

extension SpecDecoder {
  /// The keys of a section of the spec.
  func fields(_ entry: SpecNode.Entry) -> Fields? {
    guard let entries = entry.value.entries else {
      log.error(
        at: entry.value.mark, .expected(key: entry.key, .mapping, found: entry.value.found))
      return nil
    }
    return Fields(
      entries, of: .key(entry.key), at: entry.value.removal ?? entry.keyMark)
  }
}
