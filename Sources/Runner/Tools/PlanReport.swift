import Engine

/// What a training step was compiled to.
public struct PlanReport: Codable, Sendable {
  /// A kernel that runs, and on what.
  public struct Launch: Codable, Sendable {
    /// Where in the networks its results belong.
    public let scope: String
    /// The kernel.
    public let kernel: String
    /// The sizes of a convolution and how it is done, or of what else comes out.
    public let detail: String
    /// Multiply-adds of the convolution done directly; 0 for all else.
    public let multiplyAdds: Int
    /// The tasks of each of its phases, which threads share.
    public let tasks: [Int]

    private enum CodingKeys: String, CodingKey {
      case scope, kernel, detail, tasks
      case multiplyAdds = "multiply_adds"
    }
  }

  /// The kernels in order.
  public let launches: [Launch]
  /// Bytes for all values of a step.
  public let arenaBytes: Int
  /// Bytes of them that are scratch.
  public let scratchBytes: Int
  /// Bytes of scratch for each thread, beside the arena.
  public let threadBytes: Int

  private enum CodingKeys: String, CodingKey {
    case launches
    case arenaBytes = "arena_bytes"
    case scratchBytes = "scratch_bytes"
    case threadBytes = "thread_bytes"
  }

  init(_ plan: Plan) {
    launches = plan.works.map {
      Launch(
        scope: $0.scope, kernel: $0.kernel, detail: $0.detail, multiplyAdds: $0.multiplyAdds,
        tasks: $0.tasks)
    }
    arenaBytes = plan.arenaBytes
    scratchBytes = plan.sharedBytes
    threadBytes = plan.threadBytes
  }
}
