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

    func images(as target: ImageTarget) throws(DatasetError) -> any ImageProvider {
      switch self {
      case .path(let path): try FileImages(path, target: target)
      case .synthetic(let name, let count): try SyntheticImages(name, count: count, target: target)
      }
    }
  }
}
