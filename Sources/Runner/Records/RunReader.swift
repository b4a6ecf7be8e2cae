import Metrics
public import ModelSpec

/// A run that was trained, at its newest checkpoint.
public struct RunReader: Sendable {
  /// Where it lies.
  public let folder: RunFolder
  /// What it was trained on, as its folder keeps it.
  public let spec: Spec
  /// Its newest sound checkpoint.
  public let checkpoint: Checkpoint
  /// What is wrong with later ones.
  public let problems: [RunError]

  /// Opens a run.
  public init(_ folder: RunFolder) throws {
    guard
      let (checkpoint, problems) = try Self.newest(folder)
    else { throw RunError.noCheckpoint(run: folder.path) }
    self.folder = folder
    self.checkpoint = checkpoint
    self.problems = problems
    spec = try SpecReader(catalogue: MetricCatalogue.standard).read(path: folder.resolved)
  }

  private static func newest(
    _ folder: RunFolder
  ) throws(RunError) -> (Checkpoint, [RunError])? {
    let (checkpoint, problems) = try CheckpointStore(folder: folder.checkpoints).newest()
    return checkpoint.map { ($0, problems) }
  }

  /// A sampler with the run's generator.
  public func sampler(machine: Machine) throws -> ImageSampler {
    let sampler = try ImageSampler(spec, machine: machine)
    try sampler.load(checkpoint.state)
    return sampler
  }
}
