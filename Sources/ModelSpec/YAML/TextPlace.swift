/// What a text belongs to, and where in it the text begins.
struct TextPlace: Sendable {
  var origin: Mark.Origin
  /// Characters before the text on its first line, as in an override's `key=`.
  var columnOffset = 0

  func mark(_ position: YAMLEvent.Position) -> Mark {
    Mark(
      origin: origin, line: position.line + 1,
      column: position.column + 1 + (position.line == 0 ? columnOffset : 0))
  }
}

extension Mark {
  /// A place further right on the same line.
  func advanced(by columns: Int) -> Mark {
    Mark(origin: origin, line: line, column: column + columns)
  }
}
