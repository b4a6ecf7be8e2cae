import Kernels
import Testing

@Suite struct EdgeConvolutionTests {
  /// Few channels; odd sizes, filters that fill no vector, strides larger than the filter,
  /// rows and columns that no tap reaches, more of each than a task takes.
  static let geometries: [ConvolutionGeometry] = [
    make(2, 3, [8, 8], 16, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    make(3, 1, [9, 7], 5, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    make(1, 3, [11, 14], 33, kernel: [5, 5], stride: [2, 2], padding: [2, 2]),
    make(2, 2, [6, 5], 17, kernel: [3, 3], stride: [1, 1], padding: [1, 1]),
    make(5, 8, [7, 9], 3, kernel: [3, 2], stride: [1, 2], padding: [0, 1]),
    make(2, 2, [12, 9], 1, kernel: [2, 2], stride: [5, 3], padding: [0, 0]),
    make(1, 1, [3, 3], 2, kernel: [1, 1], stride: [1, 1], padding: [2, 2]),
    make(2, 4, [9, 10], 6, kernel: [7, 9], stride: [2, 2], padding: [3, 4]),
    make(1, 4, [3, 20], 2, kernel: [1, 2], stride: [1, 9], padding: [0, 0]),
    // Several bands in an image, and several in a part of the weight gradient.
    make(1, 1, [70, 31], 2, kernel: [3, 3], stride: [1, 1], padding: [1, 1]),
    make(130, 1, [6, 6], 2, kernel: [2, 2], stride: [1, 1], padding: [0, 0]),
    make(1, 1, [2, 600], 1, kernel: [2, 3], stride: [1, 2], padding: [1, 1]),
  ]

  static func make(
    _ batch: Int, _ channels: Int, _ size: [Int], _ filters: Int, kernel: [Int], stride: [Int],
    padding: [Int]
  ) -> ConvolutionGeometry {
    ConvolutionTests.make(
      batch, channels, size, filters, kernel: kernel, stride: stride, padding: padding)
  }

  static func results(
    _ g: ConvolutionGeometry, threads: Int = 1, instructionSet: InstructionSet = .best
  ) throws -> [[Float]] {
    try ConvolutionTests.Sample(g).results(
      of: [EdgeForward(g), EdgeTransposed(g), EdgeWeightGradient(g)], threads: threads,
      instructionSet: instructionSet)
  }

  @Test(arguments: geometries) func kernelsMatchDefinition(g: ConvolutionGeometry) throws {
    let expected = ConvolutionTests.Sample(g).expected(g)
    for (found, expected) in zip(try Self.results(g), expected) {
      #expect(Harness.error(found, expected) < 1e-5)
    }
  }

  @Test(arguments: geometries) func bitsDependOnNoThreadAndNoWidth(
    g: ConvolutionGeometry
  ) throws {
    let expected = try Self.results(g).map(Harness.bits)
    for set in InstructionSet.available {
      for threads in [1, 2, 3] {
        let found = try Self.results(g, threads: threads, instructionSet: set)
        #expect(found.map(Harness.bits) == expected, "\(set), \(threads) threads")
      }
    }
  }
}
