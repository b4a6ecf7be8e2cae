import Random
import Testing

@Suite struct StreamTests {
  /// The published 64-bit FNV-1a hash of `foobar` is 85944171f73967e8.
  @Test func namesAreHashedByFNV1a() {
    let stream = Stream(seed: 0x0000_0002_0000_0001, name: "foobar")
    let expected = Philox.block(
      counter: SIMD4(5, 9, 0xf739_67e8, 0x8594_4171), key: SIMD2(1, 2))
    #expect(stream.words(step: 9, block: 5) == expected)
    #expect(stream.word(step: 9, index: 22) == expected[2])
  }

  @Test func drawsDependOnEverythingThatNamesThem() {
    let words = Set(
      [
        Stream(seed: 1, name: "a").word(step: 1, index: 0),
        Stream(seed: 2, name: "a").word(step: 1, index: 0),
        Stream(seed: 1, name: "b").word(step: 1, index: 0),
        Stream(seed: 1, name: "a").word(step: 2, index: 0),
        Stream(seed: 1, name: "a").word(step: 1, index: 1),
      ])
    #expect(words.count == 5)
  }

  @Test(arguments: [0, 1, 2, 7, 1_000]) func permutationsHoldEveryIndex(count: Int) {
    let stream = Stream(seed: 1, name: "order")
    let order = stream.permutation(count: count, step: 3)
    #expect(order.sorted() == Array(0..<count))
    #expect(order == stream.permutation(count: count, step: 3))
    if count == 1_000 { #expect(order != stream.permutation(count: count, step: 4)) }
  }

  @Test func permutationsAreFair() {
    let stream = Stream(seed: 1, name: "order")
    var counts: [[Int]: Int] = [:]
    for step in 0..<6_000 {
      counts[stream.permutation(count: 3, step: UInt32(step)), default: 0] += 1
    }
    #expect(counts.count == 6)
    // Six standard deviations of a binomial of 6,000 and a sixth.
    #expect(counts.values.allSatisfy { abs($0 - 1_000) < 175 })
  }
}
