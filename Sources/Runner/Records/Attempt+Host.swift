import FoundationEssentials

extension Provenance.Attempt {
  /// Describes the work that this process is about to begin.
  public init(threads: Int, simd: String, specPath: String?, arguments: [String]) {
    self.init(
      version: Host.version, host: Host.name, processor: Host.processor, threads: threads,
      simd: simd,
      gitCommit: specPath.flatMap { GitCommit.current(above: Folder.parent(of: $0)) },
      arguments: arguments, started: Host.now)
  }

  /// Records the end.
  mutating func close(_ outcome: String, step: Int) {
    self.outcome = outcome
    ended = Host.now
    lastStep = step
  }

  private init(
    version: String, host: String, processor: String, threads: Int, simd: String,
    gitCommit: String?, arguments: [String], started: String
  ) {
    self.version = version
    self.host = host
    self.processor = processor
    self.threads = threads
    self.simd = simd
    self.gitCommit = gitCommit
    self.arguments = arguments
    self.started = started
  }
}

/// Facts about this machine and program.
package enum Host {
  /// The version of gan-run.
  package static let version = "0.1.0"

  /// The time in UTC.
  static var now: String { Date().ISO8601Format() }

  static var name: String {
    lines("/proc/sys/kernel/hostname").first ?? "unknown"
  }

  static var processor: String {
    let line = lines("/proc/cpuinfo").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last
      .map { String($0.drop { $0 == " " }) } ?? "unknown"
  }

  static func lines(_ path: String) -> [String] {
    // Files of /proc have no length to go by.
    guard let bytes = try? Descriptor.reading(path).read(count: 4096, zero: UInt8(0)) else {
      return []
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
