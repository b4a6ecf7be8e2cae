/// A named sequence of random words: each is a function of (seed, stream, step, index).
///
/// Nothing is drawn from a shared state, so no draw depends on how many came before it.
public struct Stream: Hashable, Sendable {
  /// The seed of the run.
  public let seed: UInt64
  /// The stream's name as a number.
  let identifier: UInt64

  /// Makes the stream of a name, such as `latent` or `init/generator/3/weight`.
  public init(seed: UInt64, name: String) {
    self.seed = seed
    self.identifier = Self.fnv1a(name)
  }

  /// Words `4 * block` to `4 * block + 3` of a step.
  public func words(step: UInt32, block: UInt32) -> SIMD4<UInt32> {
    Philox.block(
      counter: SIMD4(
        block, step, UInt32(truncatingIfNeeded: identifier),
        UInt32(truncatingIfNeeded: identifier >> 32)),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
  }

  /// Word `index` of a step.
  public func word(step: UInt32, index: Int) -> UInt32 {
    words(step: step, block: UInt32(index / 4))[index % 4]
  }

  /// The 64-bit FNV-1a hash (Fowler, Noll, Vo): fixed for ever, unlike Swift's own hashes.
  static func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}
