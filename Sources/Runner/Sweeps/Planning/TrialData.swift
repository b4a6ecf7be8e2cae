import Datasets
import ModelSpec

/// The images of many specs, each set of them opened once.
struct TrialData: Sendable {
  private var opened: [String: Dataset?] = [:]
  /// What may not be as it was meant.
  private(set) var warnings: [any Problem] = []

  /// The images of a spec; nil where they are missing, which is a warning.
  mutating func dataset(of spec: Spec) throws -> Dataset? {
    let key = Self.key(spec)
    if let dataset = opened[key] { return dataset }
    var dataset: Dataset?
    do {
      dataset = try Dataset.open(spec)
      warnings += dataset?.warnings ?? []
    } catch {
      // Absent data is for later; bad data is bad now.
      guard case .missing = error else { throw error }
      let known = warnings.contains { $0 as? DatasetError == error }
      if !known { warnings.append(error) }
    }
    opened[key] = .some(dataset)
    return dataset
  }

  /// The images of a spec that were opened before.
  func opened(for spec: Spec) -> Dataset? {
    opened[Self.key(spec)] ?? nil
  }

  /// What images depend on.
  static func key(_ spec: Spec) -> String {
    let source =
      switch spec.data.source {
      case .path(_, let resolved, _): "path \(resolved)"
      case .synthetic(let kind, let count): "\(kind.kind) \(count)"
      }
    return "\(spec.nc) \(spec.data.height) \(spec.data.width) \(spec.data.background) \(source)"
  }
}
