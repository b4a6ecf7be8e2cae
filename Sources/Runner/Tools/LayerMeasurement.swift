import Engine
import Kernels
import Layers
public import ModelSpec

/// How long each kernel of a training step takes on this machine, on made-up images.
public struct LayerMeasurement: Codable, Sendable {
  /// One launch of the step, or all launches of one kernel.
  public struct Row: Codable, Sendable {
    /// What it is for; empty for a sum.
    public let scope: String
    /// The kernel's name.
    public let kernel: String
    /// The launches.
    public let launches: Int
    /// The middle of the steps' seconds.
    public let seconds: Double
    /// Operations of the convolutions, had they been done directly, a multiply-add being two.
    public let directOperations: Double
    /// Bytes of what was read and written.
    public let bytes: Int

    private enum CodingKeys: String, CodingKey {
      case scope, kernel, launches, seconds, bytes
      case directOperations = "direct_flop"
    }
  }

  /// Each launch in the order of a step.
  public let launches: [Row]
  /// The sum of each kernel's launches, the longest first.
  public let kernels: [Row]
  /// The sum of all launches.
  public let total: Row
  /// The multiply-add peak of this machine over the run's threads, in billions of operations.
  public let multiplyAddPeak: Double
  /// The instructions, in the words of `--simd`.
  public let simd: String
  /// The threads.
  public let threads: Int
  /// The steps that were measured.
  public let steps: Int

  private enum CodingKeys: String, CodingKey {
    case launches, kernels, total, simd, threads, steps
    case multiplyAddPeak = "fma_peak_gflops"
  }

  /// Does steps of a spec after a warm-up and measures their launches.
  public init(
    _ spec: Spec, steps: Int, machine: Machine, report: (Int) -> Void = { _ in }
  ) throws {
    let session = try EngineSession(
      spec, batches: NoiseBatches(spec), machine: machine)
    try session.start()
    var seconds: [[Double]] = []
    for step in 1...Measurement.warmUp + steps {
      let durations = try session.runTiming(step: step)
      if step > Measurement.warmUp { seconds.append(durations.map { $0 / .seconds(1) }) }
      report(step)
    }
    let rows = session.graph.plan.works.enumerated().map { index, work in
      Row(
        scope: work.scope, kernel: work.kernel, launches: 1,
        seconds: Measurement.median(seconds.map { $0[index] }),
        directOperations: 2 * Double(work.multiplyAdds), bytes: work.bytes)
    }
    launches = rows
    kernels = Dictionary(grouping: rows, by: \.kernel)
      .map { Row(sumOf: $1, kernel: $0) }
      .sorted { ($0.seconds, $1.kernel) > ($1.seconds, $0.kernel) }
    total = Row(sumOf: rows, kernel: "all")
    multiplyAddPeak = try MultiplyAddPeak.gigaflops(
      threads: machine.threads, instructionSet: machine.instructionSet)
    simd = machine.instructionSet.rawValue
    threads = session.threads
    self.steps = steps
  }
}

extension LayerMeasurement.Row {
  fileprivate init(sumOf rows: [LayerMeasurement.Row], kernel: String) {
    scope = ""
    self.kernel = kernel
    launches = rows.count
    seconds = rows.map(\.seconds).reduce(0, +)
    directOperations = rows.map(\.directOperations).reduce(0, +)
    bytes = rows.map(\.bytes).reduce(0, +)
  }
}
