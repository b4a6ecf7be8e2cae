/// The final outcome of a run, as far as its spec determines it.
public struct RunResult: Codable, Hashable, Sendable {
  /// How a run ends.
  public enum Status: String, Codable, Sendable {
    /// All steps were done.
    case finished
    /// A loss or a weight became infinite, or not a number.
    case diverged
  }

  /// What determined the run, and what came out.
  public struct Digests: Codable, Hashable, Sendable {
    /// The spec's digest.
    public let spec: String
    /// The data's digest.
    public let data: String
    /// The weights' digest after the last step.
    public let weights: String
  }

  /// Where a run diverged.
  public struct Divergence: Codable, Hashable, Sendable {
    /// The step, counted from 1.
    public let step: Int
    /// The loss or the weight that isn't finite.
    public let tensor: String
    /// The first operation of the step whose result isn't finite, where it could be found.
    public let operation: String?

    /// Names the place of a divergence.
    public init(step: Int, tensor: String, operation: String?) {
      self.step = step
      self.tensor = tensor
      self.operation = operation
    }
  }

  /// How it ended.
  public let status: Status
  /// The steps done.
  public let steps: Int
  /// The version of the arithmetic.
  public let arithmetic: String
  /// What determined the run, and what came out.
  public let digests: Digests
  /// The last step's losses and means, by their names in the log.
  public let metrics: [String: Float]
  /// Where it diverged, if it did.
  public let divergence: Divergence?
}
