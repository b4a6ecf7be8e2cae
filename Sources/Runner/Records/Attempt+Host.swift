import FoundationEssentials

extension Provenance.Attempt {
  /// Describes the work that this process is about to begin, in the repository around a spec.
  public init(threads: Int, simd: String, specPath: String?, arguments: [String]) {
    self.init(
      threads: threads, simd: simd, tree: specPath.map { WorkingTree(around: $0) } ?? .unknown,
      arguments: arguments)
  }

  /// Describes the work that this process is about to begin.
  public init(
    threads: Int, simd: String, tree: WorkingTree, beginning: String? = nil, arguments: [String]
  ) {
    version = Host.version
    host = Host.name
    processor = Host.processor
    self.threads = threads
    self.simd = simd
    gitCommit = tree.commit
    gitDirty = tree.isDirty
    toolchain = Host.toolchain
    libraries = Host.libraries
    self.beginning = beginning
    self.arguments = arguments
    started = Host.now
    self.tree = tree
  }

  /// Records the end.
  mutating func close(_ outcome: String, step: Int) {
    self.outcome = outcome
    ended = Host.now
    lastStep = step
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
