public import Datasets
public import Layers
import Metrics
public import ModelSpec

/// A spec that can be trained as far as can be told without its data.
public struct Experiment: Sendable {
  /// Where the spec was read.
  public let path: String
  /// The spec.
  public let spec: Spec
  /// Both networks, whose shapes fit.
  public let networks: Networks
  /// The spec's digest.
  public let digest: String

  /// Reads a spec and checks its shapes; of a sweep or an ablation it is the base.
  public init(path: String, overrides: [String] = []) throws(SpecError) {
    let spec = try SpecReader(catalogue: MetricCatalogue.standard).read(
      path: path, overrides: overrides)
    try self.init(path: path, spec: spec)
  }

  /// Checks the shapes of a spec that was read.
  public init(path: String, spec: Spec) throws(SpecError) {
    self.path = path
    self.spec = spec
    networks = try Networks(spec)
    _ = try MetricSuite(spec)
    digest = spec.digest(catalogue: MetricCatalogue.standard)
  }

  /// Reads a spec and all the configurations of its sweep or ablation, and checks all shapes.
  ///
  /// `texts` stand for files by their paths.
  public static func expansion(
    path: String, overrides: [String] = [], texts: [String: String] = [:]
  ) throws(SpecError) -> Expansion {
    let reader = SpecReader(catalogue: MetricCatalogue.standard, texts: texts)
    return try reader.expand(path: path, overrides: overrides) { spec in
      do throws(SpecError) {
        _ = try Networks(spec)
        _ = try MetricSuite(spec)
        return []
      } catch {
        return error.diagnostics
      }
    }
  }

  /// The resolved spec as JSON, its data's path as this process opens it.
  public var resolvedJSON: String {
    spec.resolved(catalogue: MetricCatalogue.standard).canonical
  }

  /// Refuses a spec whose sample grids would be too large.
  func checkGrid() throws(RunError) {
    try Self.checkGrid(spec)
  }

  /// Refuses a spec whose sample grids would be too large.
  static func checkGrid(_ spec: Spec) throws(RunError) {
    let count = spec.samples.count
    let grid = SampleGrid.layout(count: count, height: spec.data.height, width: spec.data.width)
    guard grid.fits else {
      throw .gridTooLarge(images: count, width: grid.width, height: grid.height)
    }
  }

  /// What tells its runs from all others.
  public func identity(_ data: Dataset) -> RunIdentity {
    RunIdentity(name: spec.name, spec: digest, data: data.digest)
  }
}
