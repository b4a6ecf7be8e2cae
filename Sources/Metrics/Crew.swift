/// The threads that measure.
public struct Crew: Sendable {
  /// How many there are.
  let threads: Int
  /// Whether what they make isn't wanted any more: then they leave the rest undone.
  let isDismissed: @Sendable () -> Bool

  /// Makes a crew of so many, at least one.
  public init(threads: Int, isDismissed: @escaping @Sendable () -> Bool = { false }) {
    self.threads = max(threads, 1)
    self.isDismissed = isDismissed
  }

  /// The same with fewer.
  func atMost(_ threads: Int) -> Crew {
    Crew(threads: min(self.threads, threads), isDismissed: isDismissed)
  }
}
