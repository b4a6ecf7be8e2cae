import Kernels
import Testing

@Suite struct ConvolutionTests {
  /// Odd sizes, batch 1, rectangular kernels, strides that leave a rest, no tap at some pixels.
  static let geometries: [ConvolutionGeometry] = [
    make(2, 3, [8, 8], 5, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    make(1, 1, [1, 1], 1, kernel: [1, 1], stride: [1, 1], padding: [0, 0]),
    make(3, 70, [7, 5], 33, kernel: [3, 2], stride: [2, 1], padding: [1, 0]),
    make(1, 17, [9, 11], 130, kernel: [5, 5], stride: [2, 2], padding: [2, 2]),
    make(2, 4, [6, 9], 3, kernel: [1, 3], stride: [3, 2], padding: [0, 2]),
    make(5, 300, [1, 1], 40, kernel: [1, 1], stride: [1, 1], padding: [0, 0]),
    make(2, 2, [10, 10], 2, kernel: [2, 2], stride: [3, 3], padding: [0, 0]),
    make(40, 8, [4, 4], 16, kernel: [4, 4], stride: [1, 1], padding: [0, 0]),
    // The filter covers the image: one linear layer.
    make(3, 7, [3, 5], 4, kernel: [3, 5], stride: [2, 1], padding: [0, 0]),
    // More rows, filters and terms than a task or a block takes.
    make(5, 3, [16, 15], 260, kernel: [3, 3], stride: [1, 1], padding: [1, 1]),
    make(1, 260, [3, 3], 3, kernel: [3, 3], stride: [1, 1], padding: [1, 1]),
  ]

  static func make(
    _ batch: Int, _ channels: Int, _ size: [Int], _ filters: Int, kernel: [Int], stride: [Int],
    padding: [Int]
  ) -> ConvolutionGeometry {
    let out = (0..<2).map { (side: Int) -> Int in
      let places = size[side] + 2 * padding[side] - kernel[side]
      return places / stride[side] + 1
    }
    return ConvolutionGeometry(
      batch: batch, channels: channels, size: size, filters: filters, outSize: out,
      kernel: kernel, stride: stride, padding: padding)
  }

  struct Sample {
    let large: [Float]
    let small: [Float]
    let filter: [Float]

    init(_ g: ConvolutionGeometry) {
      large = Harness.values(g.batch * g.height * g.width * g.channels, "large")
      small = Harness.values(g.batch * g.outHeight * g.outWidth * g.filters, "small")
      filter = Harness.values(g.kernelHeight * g.kernelWidth * g.channels * g.filters, "filter")
    }

    /// What kernels give for the forward, the transposed convolution and the filter's gradient.
    func results(
      of kernels: [any Kernel], threads: Int = 1, instructionSet: InstructionSet = .best
    ) throws -> [[Float]] {
      let operands = [
        ([large, filter], small.count), ([small, filter], large.count),
        ([large, small], filter.count),
      ]
      return try zip(kernels, operands).map { kernel, operands in
        try Harness.run(
          kernel, inputs: operands.0, output: operands.1, threads: threads,
          instructionSet: instructionSet)
      }
    }

    /// The same by the definition.
    func expected(_ g: ConvolutionGeometry) -> [[Double]] {
      let reference = ReferenceConvolution(g)
      return [
        reference.forward(large: large, filter: filter),
        reference.transposed(small: small, filter: filter),
        reference.filter(large: large, small: small),
      ]
    }
  }

  @Test(arguments: geometries) func forwardMatchesDefinition(g: ConvolutionGeometry) throws {
    let sample = Sample(g)
    let found = try Harness.run(
      GatherProduct(.forward, g), inputs: [sample.large, sample.filter],
      output: sample.small.count)
    let expected = ReferenceConvolution(g).forward(large: sample.large, filter: sample.filter)
    #expect(Harness.error(found, expected) < 1e-5)
  }

  @Test(arguments: geometries) func transposedMatchesDefinition(g: ConvolutionGeometry) throws {
    let sample = Sample(g)
    let found = try Harness.run(
      GatherProduct(.transposed, g), inputs: [sample.small, sample.filter],
      output: sample.large.count)
    let expected = ReferenceConvolution(g).transposed(small: sample.small, filter: sample.filter)
    #expect(Harness.error(found, expected) < 1e-5)
  }

  @Test(arguments: geometries) func weightGradientMatchesDefinition(
    g: ConvolutionGeometry
  ) throws {
    let sample = Sample(g)
    let found = try Harness.run(
      GatherWeightGradient(g), inputs: [sample.large, sample.small], output: sample.filter.count)
    let expected = ReferenceConvolution(g).filter(large: sample.large, small: sample.small)
    #expect(Harness.error(found, expected) < 1e-5)
  }

  /// The arithmetic that the version `cpu-4` names: one chain of fused multiply-adds for each block
  /// of 2,048 terms, the blocks added in order.
  @Test func sumsAreChainsInBlocks() throws {
    let g = Self.make(2, 5_000, [1, 1], 9, kernel: [1, 1], stride: [1, 1], padding: [0, 0])
    let sample = Sample(g)
    let found = try Harness.run(
      GatherProduct(.forward, g), inputs: [sample.large, sample.filter],
      output: sample.small.count)
    for row in 0..<2 {
      for column in 0..<9 {
        var sum: Float?
        for block in stride(from: 0, to: 5_000, by: 2_048) {
          var chain: Float = 0
          for k in block..<min(block + 2_048, 5_000) {
            chain.addProduct(sample.large[row * 5_000 + k], sample.filter[k * 9 + column])
          }
          sum = sum.map { $0 + chain } ?? chain
        }
        #expect(found[row * 9 + column] == sum)
      }
    }
  }

  @Test(arguments: geometries) func bitsDependOnNoThreadAndNoWidth(
    g: ConvolutionGeometry
  ) throws {
    let sample = Sample(g)
    let kernels: [any Kernel] = [
      GatherProduct(.forward, g), GatherProduct(.transposed, g), GatherWeightGradient(g),
    ]
    func digest(_ threads: Int, _ set: InstructionSet) throws -> [[UInt32]] {
      try sample.results(of: kernels, threads: threads, instructionSet: set).map(Harness.bits)
    }
    let expected = try digest(1, .best)
    for set in InstructionSet.available {
      for threads in [1, 2, 3] {
        #expect(try digest(threads, set) == expected, "\(set), \(threads) threads")
      }
    }
  }
}
