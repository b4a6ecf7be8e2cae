import ArgumentParser
import Glibc
import Runner

/// Trains one trial of a sweep for the process that started it, which it tells what happens.
struct TrialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial", abstract: "Train a trial of a sweep, as another gan-run asks.",
    shouldDisplay: false)

  func run() throws {
    StopSignal.listen()
    let request = try TrialRequest.fromParent()
    var shown = ContinuousClock.now - .seconds(1)
    let report = try request.run { event in
      if case .step(let step, let total, _, _) = event, step < total {
        guard .now - shown >= .milliseconds(100) else { return }
        shown = .now
      }
      if let message = TrialMessage(event) { Output.line(message.line) }
    }
    switch report.outcome {
    case .final(let result):
      if result.status != .finished { throw ExitCode(ExitStatus.failedRun) }
    case .paused: break
    case .stopped(let signal, _): throw ExitCode(ExitStatus.stopped(by: signal))
    }
  }
}
