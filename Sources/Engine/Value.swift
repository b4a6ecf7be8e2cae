/// A tensor that a graph computes.
public struct Value: Hashable, Sendable {
  let index: Int
}
