/// The names that expressions may use: those under `model`, and the variables of loops.
struct ModelNames {
  private(set) var order: [String] = []
  private var values: [String: ExpressionValue] = [:]
  private var broken: Set<String> = []
  /// Names that stand further down and have no value yet.
  private var later: Set<String> = []
  private(set) var used: Set<String> = []

  /// Whether there is nothing to look names up in, which is one mistake, however many are used.
  let isMissing: Bool

  /// The names of a spec whose `model` can't be read.
  init() {
    isMissing = true
  }

  /// The names of a `model`, before any has its value.
  init(later names: some Sequence<String>) {
    later = Set(names)
    isMissing = false
  }

  /// Gives a name its value, or marks it as one whose mistake has been reported.
  mutating func define(_ name: String, _ value: ExpressionValue?) {
    later.remove(name)
    if !isKnown(name) { order.append(name) }
    values[name] = value
    if value == nil { broken.insert(name) } else { broken.remove(name) }
  }

  /// Takes a loop's variable out again.
  mutating func remove(_ name: String) {
    order.removeAll { $0 == name }
    values[name] = nil
    broken.remove(name)
  }

  /// Whether a name is defined.
  func isKnown(_ name: String) -> Bool {
    values[name] != nil || broken.contains(name)
  }

  /// A name's value.
  mutating func lookUp(_ name: String) throws(ExpressionFailure.Lookup) -> ExpressionValue {
    used.insert(name)
    if let value = values[name] { return value }
    if broken.contains(name) { throw .init(problem: .brokenName(name)) }
    if later.contains(name) { throw .init(problem: .laterName(name)) }
    if Self.foreignBooleans.contains(name.lowercased()) {
      throw .init(problem: .foreignBoolean(name))
    }
    throw .init(problem: isMissing ? .brokenName(name) : .unknownName(name, known: order))
  }

  private static let foreignBooleans: Set<String> = ["yes", "no", "on", "off", "y", "n"]
}
