/// The place where something in a spec was written.
public struct Mark: Hashable, Sendable {
  /// What the text belongs to.
  public enum Origin: Hashable, Sendable {
    /// A file, by the path that the user would recognise.
    case file(String)
    /// An override from the command line, as it was typed.
    case override(String)
  }

  /// What the text belongs to.
  public let origin: Origin
  /// The line, counted from 1.
  public let line: Int
  /// The column in characters, counted from 1.
  public let column: Int

  /// Makes the mark of a place.
  public init(origin: Origin, line: Int, column: Int) {
    self.origin = origin
    self.line = line
    self.column = column
  }
}
