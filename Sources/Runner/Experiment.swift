public import Datasets
public import Layers
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

  /// Reads a spec and checks its shapes.
  public init(path: String, overrides: [String] = []) throws(SpecError) {
    let catalogue = LayerCatalogue.standard
    spec = try SpecReader(catalogue: catalogue).read(path: path, overrides: overrides)
    networks = try Networks(spec)
    self.path = path
    digest = spec.digest(catalogue: catalogue)
  }

  /// The resolved spec as JSON, its data's path as this process opens it.
  public var resolvedJSON: String {
    spec.resolved(catalogue: LayerCatalogue.standard).canonical
  }

  /// Refuses a spec whose sample grids would be too large.
  func checkGrid() throws(RunError) {
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
