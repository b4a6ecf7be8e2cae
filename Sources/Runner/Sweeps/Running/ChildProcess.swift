import FoundationEssentials
import Glibc

/// A program that this one started; signals of the terminal reach both.
///
/// It gets lines on its standard input, which closes when this process ends, however that comes;
/// its standard output and error stream come back as lines.
final class ChildProcess {
  /// How a process ended.
  enum Ending: Equatable {
    /// By itself, with a code.
    case exited(Int32)
    /// By a signal.
    case killed(Int32)
  }

  private let process: pid_t
  private let input: Descriptor
  private let output: Descriptor
  private var pending: [UInt8] = []

  /// Starts a program.
  init(_ program: String, _ arguments: [String]) throws(RunError) {
    let toChild = try Descriptor.pipe()
    let fromChild = try Descriptor.pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild.reading.number, STDIN_FILENO)
    for stream in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_adddup2(&actions, fromChild.writing.number, stream)
    }
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var process: pid_t = 0
    let code = Self.withCStrings([program] + arguments) { arguments in
      Self.withCStrings(environment) { environment in
        posix_spawn(&process, program, &actions, nil, arguments, environment)
      }
    }
    guard code == 0 else { throw .file(.run, path: program, code: code) }
    self.process = process
    input = toChild.writing
    output = fromChild.reading
  }

  /// Sends it a line; one that has ended misses nothing.
  func send(_ line: [UInt8]) {
    try? input.write(line + [UInt8(ascii: "\n")])
  }

  /// Sends it a signal.
  func signal(_ signal: Int32) {
    kill(process, signal)
  }

  /// The lines that have come since the last call, after waiting for some; nil after the last one.
  func lines() throws(RunError) -> [[UInt8]]? {
    let bytes = try output.readSome(most: 1 << 16)
    guard !bytes.isEmpty else {
      guard !pending.isEmpty else { return nil }
      defer { pending = [] }
      return [pending]
    }
    var parts = (pending + bytes).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    pending = Array(parts.removeLast())
    return parts.map { Array($0) }
  }

  /// Waits for its end.
  func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(process, &status, 0) == -1 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
  }

  /// Waits until one of some processes has something to say, or for so long.
  static func waitForOutput(of processes: [ChildProcess], milliseconds: Int32) -> [Bool] {
    var polled = processes.map { pollfd(fd: $0.output.number, events: Int16(POLLIN), revents: 0) }
    guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else {
      return polled.map { _ in false }
    }
    return polled.map { $0.revents != 0 }
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
