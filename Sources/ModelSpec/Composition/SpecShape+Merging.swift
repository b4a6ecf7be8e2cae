extension SpecShape {
  /// A tree with another one laid over it: mappings merge, anything else is replaced, and of
  /// keys that exclude each other the ones of the upper tree stay.
  func merged(_ base: SpecNode, with over: SpecNode) -> SpecNode {
    guard let lower = base.entries, let upper = over.entries else { return over }
    let lowerKeys = lower.map(\.key)
    let excluded = Set(upper.flatMap { self.excluded(by: $0.key, among: lowerKeys) })
    var entries = lower.filter { !excluded.contains($0.key) }
    var places = Dictionary(
      entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in upper {
      if let place = places[entry.key] {
        let value = child(entry.key).merged(entries[place].value, with: entry.value)
        entries[place] = .init(key: entry.key, keyMark: entry.keyMark, value: value)
      } else {
        places[entry.key] = entries.count
        entries.append(entry)
      }
    }
    return over.with(entries)
  }
}

extension SpecNode {
  /// A mapping without some of its keys.
  func without(_ keys: [String]) -> SpecNode {
    guard let entries else { return self }
    return with(entries.filter { !keys.contains($0.key) })
  }
}
