import Glibc
import Synchronization

/// Whether somebody asked this process to stop, by SIGINT, SIGTERM or SIGHUP.
public enum StopSignal {
  /// The first such signal; 0 while there is none.
  ///
  /// A handler may touch nothing but an atomic.
  private static let received = Atomic<Int32>(0)

  /// Whether a signal is answered at once on the error stream: a step may take long.
  private static let answers = Atomic<Bool>(false)

  /// The signal that asked, if one did.
  public static var pending: Int32? {
    let signal = received.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// Asks, as a signal would.
  static func ask(_ signal: Int32) {
    _ = received.compareExchange(expected: 0, desired: signal, ordering: .relaxed)
  }

  /// Makes those signals ask instead of killing.
  ///
  /// Further ones change nothing.
  public static func listen() {
    answers.store(isatty(STDERR_FILENO) == 1, ordering: .relaxed)
    _ = pending
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      var before = sigaction()
      sigaction(signal, nil, &before)
      // What nohup set stays set, and what a shell did for a job in the background.
      if isIgnored(before) { continue }
      sigaddset(&signals, signal)
      action.__sigaction_handler.sa_handler = { signal in
        let first = StopSignal.received.compareExchange(
          expected: 0, desired: signal, ordering: .relaxed)
        guard first.exchanged, StopSignal.answers.load(ordering: .relaxed) else { return }
        // The interrupted code may be about to look at its own error.
        let error = errno
        defer { errno = error }
        let text: StaticString = "\nstopping after this step\n"
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
      }
      action.sa_flags = SA_RESTART
      sigaction(signal, &action, nil)
    }
    // A parent's thread may have had them blocked, which children inherit.
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    // SIG_IGN is a macro that Swift doesn't see: the handler at address 1.
    unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
