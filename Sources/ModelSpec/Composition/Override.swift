/// A change to a spec from the command line: `key.path=value`, `+key.path=value` or `~key.path`.
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

  /// Parses an override, or says in the log what is wrong with it.
  init?(_ text: String, log: DiagnosticLog) {
    let sign = text.first.flatMap { "+~".contains($0) ? $0 : nil }
    let body = sign == nil ? text[...] : text.dropFirst()
    let equals = body.firstIndex(of: "=")
    let path = body[..<(equals ?? body.endIndex)]
    let origin = Mark.Origin.override(text)
    let start = Mark(origin: origin, line: 1, column: 1)

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
    let place = TextPlace(origin: origin, columnOffset: column)
    let written = String(body[body.index(after: equals)...])
    guard let value = NodeComposer.compose(written, at: place, log: log) else { return nil }
    action = sign == "+" ? .add(value) : .set(value)
  }
}
