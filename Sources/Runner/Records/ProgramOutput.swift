import Glibc

/// What another program prints, within limits of time and size.
package enum ProgramOutput {
  /// Runs a program that is found in PATH; nil where it cannot be run, fails or takes too long.
  ///
  /// It has no input, and its errors go nowhere. What it started goes when it does.
  package static func of(
    _ arguments: [String], environment: [String: String], limit: Int, within time: Duration
  ) -> (bytes: [UInt8], wasCut: Bool)? {
    let deadline = ContinuousClock.now + time
    guard let pipe = try? Descriptor.pipe() else { return nil }
    let reading = pipe.reading
    let writing = pipe.writing
    let started = start(arguments, environment, output: writing.number)
    // Else its end would never show.
    _ = consume writing
    guard let process = started else { return nil }
    var isOver = false
    defer {
      // Its group, too: what it started may go on without it.
      if !isOver {
        kill(-process, SIGKILL)
        _ = end(of: process, before: .now + .seconds(1))
      }
    }
    guard let bytes = read(reading, limit: limit + 1, before: deadline) else { return nil }
    if bytes.count > limit { return (Array(bytes.prefix(limit)), true) }
    guard let status = end(of: process, before: deadline) else { return nil }
    isOver = true
    return status == 0 ? (bytes, false) : nil
  }

  private static func start(
    _ arguments: [String], _ environment: [String: String], output: Int32
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A signal that this process ignores would be ignored there, too.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))

    let words = arguments.map { strdup($0) }
    let variables = environment.map { strdup("\($0.key)=\($0.value)") }
    defer { for text in words + variables { free(text) } }
    var process = pid_t()
    guard let program = arguments.first,
      posix_spawnp(&process, program, &actions, &attributes, words + [nil], variables + [nil]) == 0
    else { return nil }
    return process
  }

  /// What comes out of a pipe, up to a number of bytes; nil where it has no end in time.
  private static func read(
    _ descriptor: borrowing Descriptor, limit: Int, before deadline: ContinuousClock.Instant
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let left = (deadline - .now) / .milliseconds(1)
      guard left > 0 else { return nil }
      var wait = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, Int32(left.rounded(.up))) >= 0 || errno == EINTR else { return nil }
      guard wait.revents != 0 else { continue }
      guard let more = try? descriptor.readSome(most: min(1 << 16, limit - bytes.count)) else {
        return nil
      }
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// The status of a process that ends in time.
  private static func end(of process: pid_t, before deadline: ContinuousClock.Instant) -> Int32? {
    var status: Int32 = 0
    while true {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process { return status }
      guard ended == 0 || errno == EINTR, .now < deadline else { return nil }
      usleep(500)
    }
  }
}
