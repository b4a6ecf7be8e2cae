import Kernels
import Testing

/// Convolutions by one filter that covers the whole image.
@Suite struct SingleFilterTests {
  /// One image and one term, filters of taps, more images and terms than a task or a block takes.
  static let geometries: [ConvolutionGeometry] = [
    make(1, 1, [1, 1]),
    make(3, 7, [3, 5]),
    make(13, 300, [2, 2]),
    make(9, 5_000, [1, 1]),
    make(300, 17, [4, 4]),
  ]

  static func make(_ batch: Int, _ channels: Int, _ size: [Int]) -> ConvolutionGeometry {
    ConvolutionTests.make(
      batch, channels, size, 1, kernel: size, stride: [1, 1], padding: [0, 0])
  }

  /// What gathering kernels do with the same convolution as one of a single pixel.
  static func gathering(_ g: ConvolutionGeometry) -> [any Kernel] {
    let flat = make(g.batch, g.channels * g.height * g.width, [1, 1])
    return [
      GatherProduct(.forward, flat), GatherProduct(.transposed, flat), GatherWeightGradient(flat),
    ]
  }

  static func picked(_ g: ConvolutionGeometry) -> [any Kernel] {
    [g.directKernel(.forward), g.directKernel(.transposed), g.directWeightGradient]
  }

  @Test(arguments: geometries) func kernelsMatchDefinition(g: ConvolutionGeometry) throws {
    let sample = ConvolutionTests.Sample(g)
    let results = try sample.results(of: Self.picked(g))
    for (found, expected) in zip(results, sample.expected(g)) {
      #expect(Harness.error(found, expected) < 1e-5)
    }
  }

  /// Which of both is picked is a matter of speed alone.
  @Test(arguments: geometries) func bitsAreThoseOfGatheringKernels(
    g: ConvolutionGeometry
  ) throws {
    let sample = ConvolutionTests.Sample(g)
    let expected = try sample.results(of: Self.gathering(g)).map(Harness.bits)
    for set in InstructionSet.available {
      for threads in [1, 2, 3] {
        let found = try sample.results(
          of: Self.picked(g), threads: threads, instructionSet: set)
        #expect(found.map(Harness.bits) == expected, "\(set), \(threads) threads")
      }
    }
  }

  @Test func areAllPicked() {
    for geometry in Self.geometries {
      #expect(Self.picked(geometry).allSatisfy { $0.name.hasPrefix("Single filter") })
    }
    // A second place of the filter, or zeros around the image, or a second filter.
    for other in [
      ConvolutionTests.make(2, 3, [2, 2], 1, kernel: [2, 1], stride: [1, 1], padding: [0, 0]),
      ConvolutionTests.make(2, 9, [1, 1], 1, kernel: [1, 1], stride: [3, 3], padding: [1, 1]),
      ConvolutionTests.make(2, 9, [2, 2], 2, kernel: [2, 2], stride: [1, 1], padding: [0, 0]),
    ] {
      #expect(Self.picked(other).allSatisfy { $0.name.hasPrefix("Gather") })
    }
  }
}
