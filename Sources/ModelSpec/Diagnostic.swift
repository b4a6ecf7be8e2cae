/// What is wrong, as data: each room has one type of problems, worded in one file.
public protocol Problem: Sendable {
  /// What is wrong, in one line without a full stop.
  var message: String { get }
  /// What would be right, where that can be said.
  var help: String? { get }
}

/// One mistake in a spec, or one remark about it, at its place.
public struct Diagnostic: Sendable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// The spec cannot be trained.
    case error
    /// It can, though perhaps not as meant.
    case warning
  }

  /// How bad it is.
  public let severity: Severity
  /// Where it was written; nil where it is about the file as a whole.
  public let mark: Mark?
  /// What is wrong.
  public let problem: any Problem

  /// Makes a diagnostic.
  public init(_ severity: Severity, at mark: Mark?, _ problem: any Problem) {
    self.severity = severity
    self.mark = mark
    self.problem = problem
  }
}

/// The texts that marks point into, by origin, for the snippets under diagnostics.
public struct Sources: Sendable {
  /// The text of each origin.
  public var texts: [Mark.Origin: String]

  /// Makes a collection of texts.
  public init(texts: [Mark.Origin: String] = [:]) {
    self.texts = texts
  }
}

/// All the mistakes of a spec, in the order of their places.
public struct SpecError: Error {
  /// The mistakes, and the warnings beside them.
  public let diagnostics: [Diagnostic]
  /// The texts that they point into.
  public let sources: Sources

  /// Makes an error of diagnostics.
  public init(diagnostics: [Diagnostic], sources: Sources) {
    self.diagnostics = diagnostics
    self.sources = sources
  }
}
