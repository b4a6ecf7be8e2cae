/// What one launch of a plan does, for people who look where the time goes.
public struct Work: Hashable, Sendable {
  /// Where in the networks its results belong.
  public let scope: String
  /// The kernel's name.
  public let kernel: String
  /// What it works on: the sizes of a convolution and how it is done, or of its first result.
  public let detail: String
  /// The tasks of each of its phases.
  public let tasks: [Int]
  /// The multiply-adds of a convolution done directly, whatever way it is done; 0 for all else.
  public let multiplyAdds: Int
  /// Bytes of what it reads and writes, without its scratch.
  public let bytes: Int
}
