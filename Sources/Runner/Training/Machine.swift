public import Kernels

/// The part of this machine that computes: so many threads, with these instructions.
public struct Machine: Sendable {
  /// The threads.
  public let threads: Int
  /// The instructions.
  public let instructionSet: InstructionSet

  /// Takes what is asked for; all processors and the best instructions where nothing is.
  ///
  /// `simd` is `auto` or an instruction set's name.
  public init(threads: Int? = nil, simd: String = "auto") throws(RunError) {
    self.threads = threads ?? Self.processors
    if simd == "auto" {
      instructionSet = .best
    } else if let asked = InstructionSet(rawValue: simd), InstructionSet.available.contains(asked) {
      instructionSet = asked
    } else {
      throw .badOption(
        name: "--simd", value: simd,
        expected: (["auto"] + InstructionSet.available.map(\.rawValue)).joined(separator: ", ")
          + " on this machine")
    }
  }

  /// The processors that this process may use: those it may run on, within a container's share.
  static var processors: Int {
    let allowed = Host.lines("/proc/self/status")
      .first { $0.hasPrefix("Cpus_allowed_list:") }
      .map { count(ofList: $0.drop { !$0.isNumber }) }
    let share = Host.lines("/sys/fs/cgroup/cpu.max").first.flatMap { line -> Int? in
      let numbers = line.split(separator: " ").map { Int($0) }
      guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], period > 0 else {
        return nil
      }
      return max(1, (quota + period - 1) / period)
    }
    return min(max(allowed ?? 1, 1), share ?? .max)
  }

  /// The number of members of a list such as `0-3,8`.
  package static func count(ofList list: some StringProtocol) -> Int {
    list.split(separator: ",").reduce(0) { sum, part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, last >= first else { return sum }
      return sum + last - first + 1
    }
  }
}
