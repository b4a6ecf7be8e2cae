import Kernels

/// Times every way to do some convolutions, and marks the way that their shape picks.
///
///     swift run -c release algorithms [THREADS]
///
/// A figure is the least of several turns in milliseconds, the ways of one convolution by turns. A
/// filter that is transformed ahead counts fully, though a step may use it more than once.
@main struct Algorithms {
  static func main() throws {
    let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2
    let peak = try MultiplyAddPeak.gigaflops(threads: threads, instructionSet: .best)
    print("\(InstructionSet.best.rawValue), \(threads) threads, peak \(Int(peak)) GFLOP/s\n")
    print("| convolution | direction | ms by each way, picked in bold | of peak |")
    print("| --- | --- | --- | ---: |")
    for geometry in convolutions {
      for pass in Pass.allCases {
        let ways = try Way.all(of: geometry, pass)
        let pool = ThreadPool(
          threads: threads, instructionSet: .best, localBytes: ways.map(\.localBytes).max() ?? 0)
        let seconds = times(of: ways, pool)
        let picked = Way.picked(for: geometry, pass)
        let cells = zip(ways, seconds).map { way, seconds in
          let text = "\(way.name) \((seconds * 1e5).rounded() / 100)"
          return way.name == picked ? "**\(text)**" : text
        }
        let best = zip(ways, seconds).first { $0.0.name == picked }?.1 ?? .infinity
        let share = 2e-9 * Double(geometry.multiplyAdds) / best / peak
        print(
          "| \(geometry) | \(pass) | \(cells.joined(separator: ", ")) | \(Int(share * 100)) % |")
      }
    }
  }

  /// Each kind of layer of the specs that ship, at large and small batches, and shapes at which one
  /// algorithm gives way to another.
  static var convolutions: [ConvolutionGeometry] {
    [
      dcgan(batch: 64, 3, 64, to: 64), dcgan(batch: 1, 3, 64, to: 64),
      dcgan(batch: 64, 64, 32, to: 128), dcgan(batch: 8, 64, 32, to: 128),
      dcgan(batch: 1, 64, 32, to: 128),
      dcgan(batch: 64, 128, 16, to: 256), dcgan(batch: 8, 128, 16, to: 256),
      dcgan(batch: 1, 128, 16, to: 256),
      dcgan(batch: 64, 256, 8, to: 512), dcgan(batch: 16, 256, 8, to: 512),
      dcgan(batch: 8, 256, 8, to: 512), dcgan(batch: 1, 256, 8, to: 512),
      dcgan(batch: 64, 8, 32, to: 32), dcgan(batch: 64, 12, 32, to: 32),
      dcgan(batch: 64, 16, 32, to: 16),
      dcgan(batch: 64, 32, 14, to: 64),
      square(batch: 64, 512, 4, to: 1, kernel: 4, stride: 1, padding: 0),
      square(batch: 1, 512, 4, to: 1, kernel: 4, stride: 1, padding: 0),
      square(batch: 32, 128, 32, to: 256, kernel: 5, stride: 2, padding: 2),
      square(batch: 64, 64, 32, to: 64, kernel: 3, stride: 1, padding: 1),
      square(batch: 64, 256, 8, to: 256, kernel: 3, stride: 1, padding: 1),
    ]
  }

  /// A 4x4 convolution by 2, as all of DCGAN's heavy ones.
  static func dcgan(
    batch: Int, _ channels: Int, _ size: Int, to filters: Int
  ) -> ConvolutionGeometry {
    square(batch: batch, channels, size, to: filters, kernel: 4, stride: 2, padding: 1)
  }

  static func square(
    batch: Int, _ channels: Int, _ size: Int, to filters: Int, kernel: Int, stride: Int,
    padding: Int
  ) -> ConvolutionGeometry {
    let out = (size + 2 * padding - kernel) / stride + 1
    return ConvolutionGeometry(
      batch: batch, channels: channels, size: [size, size], filters: filters,
      outSize: [out, out], kernel: [kernel, kernel], stride: [stride, stride],
      padding: [padding, padding])
  }

  /// The least time of each way, in seconds.
  static func times(of ways: [Way], _ pool: ThreadPool) -> [Double] {
    let clock = ContinuousClock()
    var best = [Double](repeating: .infinity, count: ways.count)
    for _ in 0..<12 {
      for (index, way) in ways.enumerated() {
        let time = clock.measure { for launch in way.launches { pool.run(launch, step: 0) } }
        best[index] = min(best[index], time / .seconds(1))
      }
    }
    return best
  }
}

/// What a convolution computes.
enum Pass: CaseIterable {
  case forward, transposed, weights
}

/// One way to do a convolution: kernels, one after the other.
struct Way {
  let name: String
  let launches: [Launch]
  let localBytes: Int

  /// Every way that can do it.
  static func all(of geometry: ConvolutionGeometry, _ pass: Pass) throws -> [Way] {
    let large = geometry.batch * geometry.channels * geometry.height * geometry.width
    let small = geometry.batch * geometry.filters * geometry.outHeight * geometry.outWidth
    let filter =
      geometry.channels * geometry.filters * geometry.kernelHeight * geometry.kernelWidth
    let winograd = Winograd(geometry)
    let isEdge = geometry.channels <= 16
    var ways: [Way] = []
    func add(_ kernels: [(any Kernel, [Int])]) throws {
      guard let last = kernels.last else { return }
      ways.append(
        Way(
          name: last.0.name, launches: try kernels.map { try launch($0, operands: $1) },
          localBytes: kernels.map(\.0.localBytes).max() ?? 0))
    }
    func product(
      _ direction: ConvolutionDirection, edge: any Kernel, singleFilter: any Kernel,
      operands: [Int]
    ) throws {
      try add([(GatherProduct(direction, geometry.flattened), operands)])
      if isEdge { try add([(edge, operands)]) }
      if geometry.isSingleFilter { try add([(singleFilter, operands)]) }
      guard let winograd else { return }
      try add([
        (WinogradFilter(winograd, for: direction), [filter, winograd.filterFloats]),
        (
          WinogradProduct(direction, winograd),
          [operands[0], winograd.filterFloats, operands[2]]
        ),
      ])
      try add([(WinogradStreamedProduct(direction, winograd), operands)])
    }
    switch pass {
    case .forward:
      try product(
        .forward, edge: EdgeForward(geometry), singleFilter: SingleFilterForward(geometry),
        operands: [large, filter, small])
    case .transposed:
      try product(
        .transposed, edge: EdgeTransposed(geometry), singleFilter: SingleFilterTransposed(geometry),
        operands: [small, filter, large])
    case .weights:
      let operands = [large, small, filter]
      try add([(GatherWeightGradient(geometry.flattened), operands)])
      if isEdge { try add([(EdgeWeightGradient(geometry), operands)]) }
      if geometry.isSingleFilter { try add([(SingleFilterWeightGradient(geometry), operands)]) }
      if let winograd { try add([(WinogradWeightGradient(winograd), operands)]) }
    }
    return ways
  }

  /// The name of the way that the shape picks.
  static func picked(for geometry: ConvolutionGeometry, _ pass: Pass) -> String {
    let direction: ConvolutionDirection
    switch pass {
    case .forward: direction = .forward
    case .transposed: direction = .transposed
    case .weights:
      return geometry.winogradWeightGradient.map { WinogradWeightGradient($0).name }
        ?? geometry.directWeightGradient.name
    }
    guard let winograd = geometry.winograd else { return geometry.directKernel(direction).name }
    return winograd.streamsFilter
      ? WinogradStreamedProduct(direction, winograd).name
      : WinogradProduct(direction, winograd).name
  }

  /// A kernel on memory of its own, all zeros.
  private static func launch(_ kernel: any Kernel, operands: [Int]) throws -> Launch {
    var offset = 0
    func region(_ floats: Int) -> Region {
      defer { offset += Arena.aligned(floats) }
      return Region(offset: offset, count: floats)
    }
    let regions = operands.map(region)
    let (shared, zeros) = (region(kernel.sharedFloats), region(1 << 16))
    return Launch(
      kernel: kernel, operands: regions, shared: shared, zeros: zeros,
      arena: try Arena(count: offset))
  }
}
