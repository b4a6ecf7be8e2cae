import Kernels
import Testing

@Suite struct CopyTests {
  @Test func relayoutKeepsRowMajorOrder() throws {
    // Two images [3, 2, 2] become rows of 12 features, and those images [6, 2, 1].
    let images = (0..<24).map(Float.init)
    let stored = Order.channelsLast.arrange(images, shape: [2, 3, 2, 2])
    #expect(stored.prefix(6) == [0, 4, 8, 1, 5, 9])
    let rows = try Harness.run(
      Relayout(from: [2, 3, 2, 2], to: [2, 12]), inputs: [stored], output: 24)
    #expect(rows == images)
    let others = try Harness.run(
      Relayout(from: [2, 12], to: [2, 6, 2, 1]), inputs: [rows], output: 24)
    #expect(Order.channelsLast.restore(others, shape: [2, 6, 2, 1]) == images)
  }

  @Test(arguments: [Order.rowMajor, .channelsLast, .filter]) func ordersAreUndone(
    order: Order
  ) {
    let values = (0..<120).map(Float.init)
    let stored = order.arrange(values, shape: [4, 5, 3, 2])
    #expect(order.restore(stored, shape: [4, 5, 3, 2]) == values)
    #expect(stored.sorted() == values)
  }

  /// Beyond whole tiles in each dimension, by the strides alone.
  @Test(
    arguments: [Order.channelsLast, .filter],
    [[35, 18, 5, 3], [3, 18, 5, 7], [2, 40], [33, 17, 1, 1], [3, 0]])
  func valuesLieWhereTheStridesSay(order: Order, shape: [Int]) throws {
    let values = (0..<shape.reduce(1, *)).map(Float.init)
    let strides = order.strides(of: shape)
    var expected = values
    let offsets = values.indices.map { index in
      var (rest, offset) = (index, 0)
      for (size, stride) in zip(shape, strides).reversed() {
        offset += rest % size * stride
        rest /= size
      }
      return offset
    }
    for (index, offset) in offsets.enumerated() { expected[offset] = values[index] }
    #expect(order.arrange(values, shape: shape) == expected)
    #expect(order.restore(expected, shape: shape) == values)
    #expect(order.offsets(of: shape) == offsets)
    let arena = try Arena(count: values.count + 16)
    let region = Region(offset: 16, count: values.count)
    arena.write(values, to: region, order: order, shape: shape)
    #expect(arena.read(region) == expected)
    #expect(arena.read(region, order: order, shape: shape) == values)
  }

  /// `[K, C, h, w]` stored as `[h, w, C, K]`.
  @Test func filtersAreStoredByTap() {
    let values = (0..<24).map(Float.init)
    let stored = Order.filter.arrange(values, shape: [2, 3, 2, 2])
    for k in 0..<2 {
      for c in 0..<3 {
        for tap in 0..<4 {
          #expect(stored[(tap * 3 + c) * 2 + k] == values[(k * 3 + c) * 4 + tap])
        }
      }
    }
  }

  @Test func blocksLandWhereTheyBelongAmongZeros() throws {
    let copy = BlockCopy(
      stretches: [
        .init(source: 0, from: 1, to: 2, count: 2), .init(source: 1, from: 0, to: 5, count: 1),
      ], sources: 2, count: 7)
    let found = try Harness.run(copy, inputs: [[1, 2, 3], [9]], output: 7)
    #expect(found == [0, 0, 2, 3, 0, 9, 0])
  }

  @Test(arguments: [1, 15, 16, 17, 1_000]) func vectorsAreSummed(count: Int) throws {
    let values = Harness.values(count, "vector")
    let found = try Harness.run(VectorSum(count: count), inputs: [values], output: 1)
    let exact = values.reduce(0) { $0 + Double($1) }
    #expect(abs(Double(found[0]) - exact) < 1e-5 * values.reduce(0) { $0 + Double(abs($1)) })
  }
}
