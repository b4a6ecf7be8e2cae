import Kernels
import Testing

@Suite struct WinogradTests {
  /// Each kernel and stride that the algorithm serves; sizes and channels that fill no tile or
  /// block, tiles short in each way or all of them, several groups of images, batch 1.
  static let geometries: [ConvolutionGeometry] = [
    ConvolutionTests.make(2, 16, [8, 8], 16, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(3, 37, [14, 22], 50, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(1, 20, [13, 17], 12, kernel: [4, 4], stride: [2, 2], padding: [2, 0]),
    ConvolutionTests.make(2, 33, [16, 13], 18, kernel: [5, 5], stride: [2, 2], padding: [2, 2]),
    ConvolutionTests.make(2, 19, [9, 7], 35, kernel: [3, 3], stride: [1, 1], padding: [1, 1]),
    ConvolutionTests.make(1, 16, [12, 12], 16, kernel: [3, 3], stride: [1, 1], padding: [0, 0]),
    ConvolutionTests.make(5, 80, [8, 8], 150, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(
      75, 16, [14, 14], 16, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(
      250, 12, [10, 10], 18, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(3, 16, [28, 12], 16, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(2, 16, [10, 26], 33, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(2, 16, [16, 14], 16, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(2, 16, [14, 16], 16, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(2, 17, [9, 10], 19, kernel: [2, 2], stride: [1, 1], padding: [0, 0]),
    // Smaller than a tile.
    ConvolutionTests.make(3, 16, [4, 4], 16, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
    ConvolutionTests.make(2, 16, [2, 3], 17, kernel: [3, 3], stride: [1, 1], padding: [1, 1]),
  ]

  private static func winograd(_ geometry: ConvolutionGeometry) throws -> Winograd {
    try #require(Winograd(geometry))
  }

  private static func filter(
    _ sample: ConvolutionTests.Sample, _ winograd: Winograd,
    _ direction: ConvolutionDirection, threads: Int = 1, _ set: InstructionSet = .best
  ) throws -> [Float] {
    try Harness.run(
      WinogradFilter(winograd, for: direction), inputs: [sample.filter],
      output: winograd.filterFloats, threads: threads, instructionSet: set)
  }

  @Test(arguments: geometries) func forwardMatchesDefinition(g: ConvolutionGeometry) throws {
    let sample = ConvolutionTests.Sample(g)
    let winograd = try Self.winograd(g)
    let found = try Harness.run(
      WinogradProduct(.forward, winograd),
      inputs: [sample.large, Self.filter(sample, winograd, .forward)], output: sample.small.count)
    let expected = ReferenceConvolution(g).forward(large: sample.large, filter: sample.filter)
    #expect(Harness.error(found, expected) < 5e-5)
  }

  @Test(arguments: geometries) func transposedMatchesDefinition(g: ConvolutionGeometry) throws {
    let sample = ConvolutionTests.Sample(g)
    let winograd = try Self.winograd(g)
    let found = try Harness.run(
      WinogradProduct(.transposed, winograd),
      inputs: [sample.small, Self.filter(sample, winograd, .transposed)],
      output: sample.large.count)
    let expected = ReferenceConvolution(g).transposed(small: sample.small, filter: sample.filter)
    #expect(Harness.error(found, expected) < 5e-5)
  }

  @Test(arguments: geometries) func streamedFiltersMatchDefinition(
    g: ConvolutionGeometry
  ) throws {
    let sample = ConvolutionTests.Sample(g)
    let winograd = try Self.winograd(g)
    let reference = ReferenceConvolution(g)
    let down = try Harness.run(
      WinogradStreamedProduct(.forward, winograd), inputs: [sample.large, sample.filter],
      output: sample.small.count)
    let up = try Harness.run(
      WinogradStreamedProduct(.transposed, winograd), inputs: [sample.small, sample.filter],
      output: sample.large.count)
    let downExpected = reference.forward(large: sample.large, filter: sample.filter)
    let upExpected = reference.transposed(small: sample.small, filter: sample.filter)
    #expect(Harness.error(down, downExpected) < 5e-5)
    #expect(Harness.error(up, upExpected) < 5e-5)
  }

  @Test(arguments: geometries) func weightGradientMatchesDefinition(
    g: ConvolutionGeometry
  ) throws {
    let sample = ConvolutionTests.Sample(g)
    let found = try Harness.run(
      WinogradWeightGradient(Self.winograd(g)), inputs: [sample.large, sample.small],
      output: sample.filter.count)
    let expected = ReferenceConvolution(g).filter(large: sample.large, small: sample.small)
    #expect(Harness.error(found, expected) < 5e-5)
  }

  @Test(arguments: geometries) func bitsDependOnNoThreadAndNoWidth(
    g: ConvolutionGeometry
  ) throws {
    let sample = ConvolutionTests.Sample(g)
    let winograd = try Self.winograd(g)
    func digest(_ threads: Int, _ set: InstructionSet) throws -> [[UInt32]] {
      func run(_ kernel: any Kernel, _ inputs: [[Float]], _ count: Int) throws -> [Float] {
        try Harness.run(
          kernel, inputs: inputs, output: count, threads: threads, instructionSet: set)
      }
      let down = try Self.filter(sample, winograd, .forward, threads: threads, set)
      let up = try Self.filter(sample, winograd, .transposed, threads: threads, set)
      return [
        try run(WinogradProduct(.forward, winograd), [sample.large, down], sample.small.count),
        try run(WinogradProduct(.transposed, winograd), [sample.small, up], sample.large.count),
        try run(
          WinogradStreamedProduct(.forward, winograd), [sample.large, sample.filter],
          sample.small.count),
        try run(
          WinogradStreamedProduct(.transposed, winograd), [sample.small, sample.filter],
          sample.large.count),
        try run(
          WinogradWeightGradient(winograd), [sample.large, sample.small], sample.filter.count),
      ].map(Harness.bits)
    }
    let expected = try digest(1, .best)
    // Whether a filter is transformed ahead or on the way is a matter of speed alone.
    #expect(expected[0] == expected[2] && expected[1] == expected[3])
    for set in InstructionSet.available {
      for threads in [1, 2, 3] {
        #expect(try digest(threads, set) == expected, "\(set), \(threads) threads")
      }
    }
  }

  /// Takes tasks some at a time, whatever the pool would.
  private struct Together: Kernel {
    let inner: any Kernel
    let tasks: Int
    var phases: [Int] { inner.phases.map { ($0 + tasks - 1) / tasks } }
    var sharedFloats: Int { inner.sharedFloats }
    var localBytes: Int { inner.localBytes }

    func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
      let end = min((task + 1) * tasks, inner.phases[phase])
      inner.run(phase: phase, tasks: task * tasks..<end, context)
    }
  }

  @Test(arguments: geometries, [ConvolutionDirection.forward, .transposed])
  func bitsDependOnNoTurn(g: ConvolutionGeometry, direction: ConvolutionDirection) throws {
    let sample = ConvolutionTests.Sample(g)
    let winograd = try Self.winograd(g)
    let (source, count) =
      direction == .forward
      ? (sample.large, sample.small.count) : (sample.small, sample.large.count)
    let ahead = try Self.filter(sample, winograd, direction)
    let kernels: [(any Kernel, [Float])] = [
      (WinogradProduct(direction, winograd), ahead),
      (WinogradStreamedProduct(direction, winograd), sample.filter),
    ]
    for (kernel, filter) in kernels {
      var tasks = 1
      var expected: [UInt32]?
      while tasks <= kernel.tasksAtATime {
        let found = try Harness.bits(
          Harness.run(
            Together(inner: kernel, tasks: tasks), inputs: [source, filter], output: count))
        #expect(found == expected ?? found, "\(kernel.name), \(tasks) tasks at a time")
        expected = found
        tasks *= 2
      }
    }
  }

  /// Images whose products are summed at a time stay together, whatever the group that they are in.
  @Test(arguments: geometries) func bitsDependOnNoGroup(g: ConvolutionGeometry) throws {
    let sample = ConvolutionTests.Sample(g)
    let winograd = try Self.winograd(g)
    let gradients = try [1, WinogradWeightGradient.groupFloats, .max].map { floats in
      try Harness.bits(
        Harness.run(
          WinogradWeightGradient(winograd, groupFloats: floats),
          inputs: [sample.large, sample.small], output: sample.filter.count))
    }
    #expect(gradients[0] == gradients[1] && gradients[1] == gradients[2])
  }

  @Test func unsuitableShapesAreLeftToOthers() {
    let unsuitable = [
      ConvolutionTests.make(2, 3, [8, 8], 64, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
      ConvolutionTests.make(2, 64, [4, 4], 64, kernel: [4, 4], stride: [1, 1], padding: [0, 0]),
      ConvolutionTests.make(2, 64, [4, 4], 64, kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
      ConvolutionTests.make(2, 64, [8, 8], 64, kernel: [1, 1], stride: [1, 1], padding: [0, 0]),
      ConvolutionTests.make(2, 64, [9, 9], 64, kernel: [4, 4], stride: [2, 1], padding: [1, 1]),
    ]
    for geometry in unsuitable { #expect(geometry.winograd == nil) }
  }
}
