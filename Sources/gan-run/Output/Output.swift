import Glibc
import Synchronization

/// The two streams: results go to one, all else to the other.
enum Output {
  /// The error number of the first result that could not be written; 0 while there is none.
  private static let failure = Atomic<Int32>(0)

  /// Why results were lost, if some were: a reader that has gone doesn't count.
  static var lossOfResults: Int32? {
    let code = failure.load(ordering: .relaxed)
    return code == 0 ? nil : code
  }

  /// Sees to it that the standard streams are open.
  ///
  /// Where one was closed, the next file that is opened would get its number, and our words.
  static func open() {
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) == -1 {
      _ = Glibc.open("/dev/null", O_RDWR)
    }
  }

  /// Prints a result.
  static func line(_ text: String) {
    write(text + "\n", to: STDOUT_FILENO)
  }

  /// Prints a result that has its own line ends.
  static func text(_ text: String) {
    write(text, to: STDOUT_FILENO)
  }

  /// Prints a result's bytes.
  static func bytes(_ bytes: [UInt8]) {
    write(String(decoding: bytes, as: UTF8.self), to: STDOUT_FILENO)
  }

  /// Prints a diagnostic or a note.
  static func errorLine(_ text: String) {
    write(text + "\n", to: STDERR_FILENO)
  }

  /// Prints part of a line of progress.
  static func error(_ text: String) {
    write(text, to: STDERR_FILENO)
  }

  /// The columns of the terminal that progress goes to; nil where it is none.
  static var terminalColumns: Int? {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var left = Substring(text).utf8
    while !left.isEmpty {
      let count = Array(left).withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      // A reader that has gone is no reason to end a training.
      guard count > 0 else {
        if descriptor == STDOUT_FILENO, count < 0, errno != EPIPE, errno != EBADF {
          _ = failure.compareExchange(expected: 0, desired: errno, ordering: .relaxed)
        }
        return
      }
      left = left.dropFirst(count)
    }
  }
}
