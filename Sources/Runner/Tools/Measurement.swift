import Kernels
public import ModelSpec

/// How long steps of a training take on this machine, on made-up images.
public struct Measurement: Codable, Sendable {
  /// The seconds of each step after the warm-up.
  public let seconds: [Double]
  /// The middle of them.
  public let secondsMedian: Double
  /// The fastest step's seconds.
  public let secondsMin: Double
  /// The seconds of the very first step, which is the slowest: it touches all memory.
  public let firstStepSeconds: Double
  /// The most memory that the process has had.
  public let peakResidentBytes: Int
  /// The multiply-add peak of this machine over the run's threads, in billions of operations.
  public let multiplyAddPeak: Double
  /// The instructions, in the words of `--simd`.
  public let simd: String
  /// The threads.
  public let threads: Int
  /// The steps that were measured.
  public let steps: Int

  private enum CodingKeys: String, CodingKey {
    case seconds, simd, threads, steps
    case secondsMedian = "seconds_median"
    case secondsMin = "seconds_min"
    case firstStepSeconds = "first_step_seconds"
    case peakResidentBytes = "peak_resident_bytes"
    case multiplyAddPeak = "fma_peak_gflops"
  }

  /// Does steps of a spec after a warm-up and measures them.
  public init(
    _ spec: Spec, steps: Int, machine: Machine, report: (Int) -> Void = { _ in }
  ) throws {
    let session = try EngineSession(spec, batches: NoiseBatches(spec), machine: machine)
    try session.start()
    let clock = ContinuousClock()
    var seconds: [Double] = []
    for step in 1...Self.warmUp + steps {
      seconds.append(try clock.measure { _ = try session.run(step: step) } / .seconds(1))
      report(step)
    }
    let first = seconds.first ?? 0
    let measured = Array(seconds.dropFirst(Self.warmUp))
    self.seconds = measured
    secondsMedian = Self.median(measured)
    secondsMin = measured.min() ?? 0
    firstStepSeconds = first
    peakResidentBytes = Self.peakResident
    multiplyAddPeak = try MultiplyAddPeak.gigaflops(
      threads: machine.threads, instructionSet: machine.instructionSet)
    simd = machine.instructionSet.rawValue
    threads = session.threads
    self.steps = measured.count
  }

  /// Steps before the measured ones.
  public static let warmUp = 2

  /// The middle of some numbers; 0 of none.
  static func median(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  private static var peakResident: Int {
    let line = Host.lines("/proc/self/status").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) * 1024
  }
}
