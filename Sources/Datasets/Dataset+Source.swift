internal import ModelSpec

extension Dataset {
  /// Where images come from.
  package enum Source: Hashable, Sendable {
    /// A folder or a zip.
    case path(String)
    /// A generator by its name, and how many images it makes.
    case synthetic(String, count: Int)

    init(_ source: DataSpec.Source) {
      self =
        switch source {
        case .path(_, let resolved, _): .path(resolved)
        case .synthetic(let kind, let count): .synthetic(kind.kind, count: count)
        }
    }
  }
}
