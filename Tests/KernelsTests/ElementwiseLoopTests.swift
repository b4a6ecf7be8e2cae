import Foundation
import Kernels
import Testing

@Suite struct ElementwiseLoopTests {
  typealias Operation = ElementwiseLoop.Operation

  /// Each operation by Foundation's functions in double precision.
  static let operations: [(Operation, @Sendable (Double, Double, Double) -> Double)] = [
    (.copy, { a, _, _ in a }),
    (.fill, { _, _, p in p }),
    (.add, { a, b, _ in a + b }),
    (.subtract, { a, b, _ in a - b }),
    (.multiply, { a, b, _ in a * b }),
    (.divide, { a, b, _ in a / b }),
    (.scale, { a, _, p in a * p }),
    (.offset, { a, _, p in a + p }),
    (.leakyRelu, { a, _, p in a > 0 ? a : a * p }),
    (.gate, { a, b, p in b > 0 ? a : a * p }),
    (.sigmoid, { a, _, _ in 1 / (1 + exp(-a)) }),
    (.tanh, { a, _, _ in Foundation.tanh(a) }),
    (.softplus, { a, _, _ in max(a, 0) + log1p(exp(-abs(a))) }),
    (.squareRoot, { a, _, _ in a.squareRoot() }),
  ]

  @Test(arguments: operations.indices) func matchesFoundation(index: Int) throws {
    let (operation, expected) = Self.operations[index]
    var a = Harness.values(1_003, "a").map { $0 * 6 }
    if operation == .squareRoot { a = a.map(abs) }
    let b = Harness.values(1_003, "b")
    let loop = ElementwiseLoop(
      rows: 1, channels: 1_003, loads: [.whole, .whole],
      instructions: [.init(operation, result: 2, a: 0, b: 1, p: 0.25)],
      stores: [.init(register: 2, operand: 2)], sums: [])
    let found = try Harness.run(loop, inputs: [a, b], output: 1_003)
    for (index, value) in found.enumerated() {
      let exact = expected(Double(a[index]), Double(b[index]), 0.25)
      #expect(abs(Double(value) - exact) <= 4e-7 * max(abs(exact), 1e-30), "\(a[index])")
    }
  }

  @Test func extremesAreRight() throws {
    let a: [Float] = [
      .infinity, -.infinity, .nan, 200, -200, 0, -0.0, 1e-38, .leastNonzeroMagnitude, -100, 88.5,
      -88.5,
    ]
    func run(_ operation: Operation) throws -> [Float] {
      let loop = ElementwiseLoop(
        rows: 1, channels: a.count, loads: [.whole],
        instructions: [.init(operation, result: 1, a: 0, b: 0, p: 0)],
        stores: [.init(register: 1, operand: 1)], sums: [])
      return try Harness.run(loop, inputs: [a], output: a.count)
    }
    let relu = try run(.leakyRelu)
    #expect(relu[0] == .infinity && relu[1] == 0 && relu[2].isNaN)
    let sigmoid = try run(.sigmoid)
    #expect(sigmoid[0] == 1 && sigmoid[1] == 0 && sigmoid[2].isNaN && sigmoid[3] == 1)
    // exp(-100) is denormal in single precision, and kept.
    #expect(abs(Double(sigmoid[9]) / 3.7835e-44 - 1) < 0.05)
    let tanh = try run(.tanh)
    #expect(tanh[0] == 1 && tanh[1] == -1 && tanh[2].isNaN && tanh[8] == .leastNonzeroMagnitude)
    let softplus = try run(.softplus)
    #expect(softplus[0] == .infinity && softplus[1] == 0 && softplus[2].isNaN)
    #expect(softplus[3] == 200)
  }

  @Test(arguments: [
    (1, 1), (1, 3), (37, 3), (1_000, 1), (64, 700), (50, 2_500), (3, 1_024), (20_000, 3),
    (17_000, 7), (2_100, 8), (33_000, 64), (3, 70_000),
  ])
  func sumsAndChannelsMatchDefinition(rows: Int, channels: Int) throws {
    let a = Harness.values(rows * channels, "a")
    let c = Harness.values(channels, "c")
    let s: [Float] = [0.5]
    // Sum over rows of (a * c + s).
    let loop = ElementwiseLoop(
      rows: rows, channels: channels, loads: [.whole, .channel, .single],
      instructions: [
        .init(.multiply, result: 3, a: 0, b: 1), .init(.add, result: 4, a: 3, b: 2),
      ], stores: [], sums: [.init(register: 4, operand: 3)])
    var expected = [Double](repeating: 0, count: channels)
    for row in 0..<rows {
      for channel in 0..<channels {
        expected[channel] += Double(a[row * channels + channel]) * Double(c[channel]) + 0.5
      }
    }
    let found = try Harness.run(loop, inputs: [a, c, s], output: channels)
    #expect(Harness.error(found, expected) < 1e-5)
    for set in InstructionSet.available {
      for threads in 1...3 {
        let again = try Harness.run(
          loop, inputs: [a, c, s], output: channels, threads: threads, instructionSet: set)
        #expect(Harness.bits(again) == Harness.bits(found))
      }
    }
  }

  /// A result may take over the memory of an operand; a sum may read either.
  ///
  /// The first result has the register of the last one, or the last one its own.
  @Test(arguments: [nil, 0, 1], [1, 3])
  func resultTakesOverMemory(summed: Int?, register: Int) throws {
    let a = Harness.values(3_000, "a")
    let loop = ElementwiseLoop(
      rows: 300, channels: 10, loads: [.whole],
      instructions: [
        .init(.fill, result: 1, p: 1), .init(.scale, result: 2, a: 0, p: 2),
        .init(.add, result: register, a: 1, b: 2),
      ],
      stores: [.init(register: register, operand: 0)],
      sums: summed.map { [.init(register: $0 == 0 ? 0 : register, operand: 1)] } ?? [])
    let arena = try Arena(count: 3 * 4_096)
    let regions = [Region(offset: 0, count: 3_000), Region(offset: 4_096, count: 10)]
    arena.write(a, to: regions[0])
    let shared = Region(offset: 2 * 4_096, count: loop.sharedFloats)
    let pool = ThreadPool(threads: 1, instructionSet: .best, localBytes: loop.localBytes)
    pool.run(
      Launch(kernel: loop, operands: regions, shared: shared, zeros: shared, arena: arena), step: 1)
    let result = a.map { $0 * 2 + 1 }
    let matches = arena.read(regions[0]) == result
    #expect(matches)
    guard let summed else { return }
    let terms = summed == 0 ? a : result
    let sums = (0..<10).map { channel in
      stride(from: channel, to: 3_000, by: 10).map { Double(terms[$0]) }.reduce(0, +)
    }
    #expect(Harness.error(arena.read(regions[1]), sums) < 1e-5)
  }
}
