/// The mistakes of configurations, put together so that each is told once.
struct ConfigurationMistakes {
  /// The lines of the sweep or ablation, where what a configuration sets was written.
  struct Lines {
    var origin: Mark.Origin
    var first: (line: Int, column: Int)
    var last: Int
  }

  private struct Key: Hashable {
    var mark: Mark?
    var message: String
  }

  private struct Mistake {
    var diagnostic: Diagnostic
    /// The numbers of the configurations that have it.
    var configurations: [Int]
  }

  /// What is wrong in the base, and so is no mistake of a configuration.
  private let known: Set<Key>
  private var order: [Key] = []
  private var mistakes: [Key: Mistake] = [:]

  init(base: [Diagnostic]) {
    known = Set(base.map { Key(mark: $0.mark, message: $0.problem.message) })
  }

  var isEmpty: Bool { order.isEmpty }

  /// Takes in the mistakes of a configuration by its number.
  mutating func add(_ diagnostics: [Diagnostic], of number: Int) {
    for diagnostic in diagnostics where diagnostic.severity == .error {
      let key = Key(mark: diagnostic.mark, message: diagnostic.problem.message)
      guard !known.contains(key) else { continue }
      guard let numbers = mistakes[key]?.configurations else {
        order.append(key)
        mistakes[key] = Mistake(diagnostic: diagnostic, configurations: [number])
        continue
      }
      if numbers.last != number { mistakes[key]?.configurations.append(number) }
    }
  }

  /// One diagnostic for each mistake, at the value that is to blame for it.
  func diagnostics(_ drafts: [Draft], names: ConfigurationNames, lines: Lines?) -> [Diagnostic] {
    struct Place: Hashable {
      var blamed: Mark?
      var shown: Mark?
    }
    var uses: [Mark: Int] = [:]
    for change in drafts.lazy.flatMap(\.all) { uses[change.mark, default: 0] += 1 }
    var order: [Place] = []
    var found: [Place: Mistake] = [:]
    for mistake in self.order.compactMap({ mistakes[$0] }) {
      let shown = mistake.diagnostic.mark
      let isAtValue = shown.map { lines?.contains($0) ?? false } ?? false
      let blamed =
        isAtValue ? shown : blamed(mistake.configurations.map { drafts[$0] }, uses) ?? shown
      let place = Place(blamed: blamed, shown: shown)
      // Of one value the same thing is wrong, whatever its words in each configuration are.
      if found[place]?.configurations.append(contentsOf: mistake.configurations) == nil {
        order.append(place)
        found[place] = mistake
      }
    }
    return order.compactMap { place in
      guard let mistake = found[place] else { return nil }
      let numbers = Set(mistake.configurations)
      guard let first = mistake.configurations.first else { return nil }
      return Diagnostic(
        .error, at: place.blamed,
        ConfigurationProblem(
          problem: mistake.diagnostic.problem,
          place: place.shown == place.blamed
            ? nil : place.shown.map { Self.words($0, from: place.blamed) },
          configuration: names.name(drafts[first]), others: numbers.count - 1))
    }
  }

  /// The value that all of some configurations share and that the fewest others have.
  private func blamed(_ drafts: [Draft], _ uses: [Mark: Int]) -> Mark? {
    guard let first = drafts.first else { return nil }
    var shared = Set(first.all.map(\.mark))
    for draft in drafts.dropFirst() { shared.formIntersection(draft.all.map(\.mark)) }
    let candidates = first.all.map(\.mark).filter(shared.contains)
    // Of equals the last one, which varies fastest.
    let mark = candidates.reversed().min { uses[$0, default: 0] < uses[$1, default: 0] }
    return mark ?? first.changes.last?.mark ?? first.seed?.mark
  }

  private static func words(_ mark: Mark, from other: Mark?) -> String {
    switch mark.origin {
    case other?.origin: "line \(mark.line)"
    case .file(let path): "\(path):\(mark.line)"
    case .override(let text): "override '\(text)'"
    }
  }
}

extension ConfigurationMistakes.Lines {
  /// The lines of an entry.
  init(_ entry: SpecNode.Entry) {
    origin = entry.keyMark.origin
    first = (entry.keyMark.line, entry.keyMark.column)
    last = entry.value.lastLine
  }

  func contains(_ mark: Mark) -> Bool {
    mark.origin == origin && (mark.line, mark.column) >= first && mark.line <= last
  }
}

extension SpecNode {
  /// The line that the last of what is in it begins in.
  fileprivate var lastLine: Int {
    switch content {
    case .scalar: mark.line
    case .sequence(let items): items.map(\.lastLine).reduce(mark.line, max)
    case .mapping(let entries): entries.map(\.value.lastLine).reduce(mark.line, max)
    }
  }
}
