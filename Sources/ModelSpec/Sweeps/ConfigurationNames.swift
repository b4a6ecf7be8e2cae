/// Names configurations by what they set, each path cut to what tells it from the others.
struct ConfigurationNames {
  private let short: [String: String]
  /// The name of one that sets nothing.
  private let plain: String

  init(_ drafts: [Draft], plain: String) {
    self.plain = plain
    var paths: [[Substring]] = []
    var seen: Set<String> = []
    for change in drafts.lazy.flatMap(\.changes) where seen.insert(change.override.path).inserted {
      paths.append(change.override.path.split(separator: "."))
    }
    var endings: [ArraySlice<Substring>: Int] = [:]
    for path in paths {
      for start in path.indices { endings[path[start...], default: 0] += 1 }
    }
    var short: [String: String] = [:]
    for path in paths {
      // A number alone says nothing.
      let start = path.indices.last { Int(path[$0]) == nil && endings[path[$0...]] == 1 }
      short[path.joined(separator: ".")] = path[(start ?? 0)...].joined(separator: ".")
    }
    self.short = short
  }

  /// The name of a configuration.
  func name(_ draft: Draft) -> String {
    if let name = draft.name { return name }
    guard !draft.changes.isEmpty else { return plain }
    return draft.changes.map { change in
      let path = short[change.override.path] ?? change.override.path
      if case .remove = change.override.action { return "~\(path)" }
      return "\(path)=\(change.value.flow)"
    }.joined(separator: ", ")
  }
}
