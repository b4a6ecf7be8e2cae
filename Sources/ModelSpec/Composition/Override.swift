/// A change to a spec: `key.path=value`, `+key.path=value` or `~key.path`.
struct Override {
  enum Action {
    case set(SpecNode)
    case add(SpecNode)
    case remove
  }

  /// A name or a number on the way to the field.
  struct Step {
    var key: String
    var mark: Mark
  }

  let action: Action
  let steps: [Step]

  /// Parses an override from the command line, or says in the log what is wrong with it.
  init?(_ text: String, log: DiagnosticLog) {
    let (sign, body) = Self.signed(text)
    let equals = body.firstIndex(of: "=")
    let path = body[..<(equals ?? body.endIndex)]
    let origin = Mark.Origin.override(text)
    let start = Mark(origin: origin, line: 1, column: 1)
    guard let steps = Self.steps(of: path, sign: sign, at: start, log: log) else { return nil }
    self.steps = steps

    if sign == "~" {
      guard equals == nil else {
        log.error(at: start, .removalWithValue(path: String(path)))
        return nil
      }
      action = .remove
      return
    }
    guard let equals else {
      log.error(at: start, .overrideWithoutValue(text))
      return nil
    }
    let column = path.unicodeScalars.count + 1 + (sign == nil ? 0 : 1)
    let place = TextPlace(origin: origin, columnOffset: column)
    let written = String(body[body.index(after: equals)...])
    guard let value = NodeComposer.compose(written, at: place, log: log) else { return nil }
    action = sign == "+" ? .add(value) : .set(value)
  }

  /// Takes an entry of a spec as an override, or says in the log what is wrong with it.
  init?(_ entry: SpecNode.Entry, log: DiagnosticLog) {
    let (sign, path) = Self.signed(entry.key)
    guard let steps = Self.steps(of: path, sign: sign, at: entry.keyMark, log: log) else {
      return nil
    }
    self.steps = steps
    if sign == "~" {
      guard entry.value.isNull else {
        log.error(at: entry.value.mark, .removalWithValue(path: String(path)))
        return nil
      }
      action = .remove
    } else {
      action = sign == "+" ? .add(entry.value) : .set(entry.value)
    }
  }

  private static func signed(_ text: String) -> (sign: Character?, rest: Substring) {
    guard let first = text.first, "+~".contains(first) else { return (nil, text[...]) }
    return (first, text.dropFirst())
  }

  private static func steps(
    of path: Substring, sign: Character?, at start: Mark, log: DiagnosticLog
  ) -> [Step]? {
    var steps: [Step] = []
    var column = sign == nil ? 0 : 1
    for key in path.split(separator: ".", omittingEmptySubsequences: false) {
      steps.append(Step(key: String(key), mark: start.advanced(by: column)))
      column += key.unicodeScalars.count + 1
    }
    guard !steps.contains(where: { $0.key.isEmpty }) else {
      log.error(at: start, .overrideWithoutPath)
      return nil
    }
    return steps
  }
}

extension Override {
  /// The path without a sign.
  var path: String { steps.map(\.key).joined(separator: ".") }

  /// Whether another override, applied later, leaves nothing of this one.
  func isReplaced(by later: Override) -> Bool {
    steps.count >= later.steps.count && zip(steps, later.steps).allSatisfy { $0.key == $1.key }
  }
}
