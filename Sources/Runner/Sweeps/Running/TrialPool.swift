import Glibc
import ModelSpec

/// Trains some trials, so many at a time, each in a process of its own.
final class TrialPool {
  /// A trial in training.
  private struct Running {
    let number: Int
    let process: ChildProcess
    /// The last words of the process that were no messages.
    var words: [String] = []
  }

  private let runner: SweepRunner
  private let until: Int?
  private var waiting: ArraySlice<Int>
  private var running: [Running] = []
  /// Those that another process is at, and when to look again.
  private var busy: [(number: Int, again: ContinuousClock.Instant)] = []
  /// Those that have to begin again: they lack what they should have measured on the way.
  private var restarting: Set<Int> = []
  /// All that had to: each does once.
  private var restarted: Set<Int> = []
  private var early: SweepOutcome.Early?
  private var error: RunError?

  /// Whether processes end because they were asked to.
  private var isEnding: Bool { early != nil || error != nil || StopSignal.pending != nil }

  private var sweep: Sweep { runner.sweep }
  private var options: SweepOptions { runner.sweep.options }

  init(runner: SweepRunner, until: Int?, waiting: [Int]) {
    self.runner = runner
    self.until = until
    self.waiting = waiting[...]
  }

  /// Trains all of them; what ended that early, if something did.
  func run() throws -> SweepOutcome.Early? {
    while true {
      if early == nil, let signal = StopSignal.pending { end(.signal(signal)) }
      if early == nil, error == nil { try fill() }
      if running.isEmpty, early != nil || error != nil || waiting.isEmpty && busy.isEmpty { break }
      let processes = running.map(\.process)
      let speaking = ChildProcess.waitForOutput(of: processes, milliseconds: 100)
      for index in speaking.indices.reversed() where speaking[index] { try listen(to: index) }
    }
    if let error { throw error }
    return early
  }

  /// Begins trials until there is no more room.
  private func fill() throws {
    for entry in busy where entry.again <= .now { waiting.append(entry.number) }
    busy.removeAll { $0.again <= .now }
    while running.count < options.jobs, let number = waiting.popFirst() {
      let state = try runner.state(of: number, SweepRecord(reading: sweep.folder))
      // Another process may have brought it there by now, or be on the way.
      if !restarting.contains(number), try runner.hasArrived(number, state, at: until) {
        runner.report(.trialLeft(number, state))
        continue
      }
      if case .running = state {
        waitForOthers(number)
        continue
      }
      let process = try ChildProcess(options.program, ["trial"])
      process.send(JSONText.line(request(number)))
      running.append(Running(number: number, process: process))
    }
  }

  private func request(_ number: Int) -> TrialRequest {
    var spec = sweep.plan.trials[number].configuration.spec
    spec.name = sweep.lock.name
    return TrialRequest(
      id: sweep.lock.trials[number].id, spec: spec, specPath: sweep.lock.spec,
      specText: sweep.lock.sources[sweep.lock.spec] ?? "", until: until,
      evaluatedSteps: Set(sweep.lock.scheduler?.rungs ?? []),
      restart: restarting.contains(number), tree: runner.tree, options)
  }

  /// Takes in what a process says.
  private func listen(to index: Int) throws {
    guard let lines = try running[index].process.lines() else {
      let ended = running.remove(at: index)
      return try end(of: ended)
    }
    for line in lines {
      let number = running[index].number
      guard let message = JSONText.decode(line, as: TrialMessage.self) else {
        let words = String(decoding: line, as: UTF8.self)
        if !words.isEmpty { running[index].words = running[index].words.suffix(4) + [words] }
        continue
      }
      switch message {
      case .began(let step, let total):
        // From now on it goes on from its own checkpoints.
        restarting.remove(number)
        runner.report(.trialBegan(number, step: step, of: total))
      case .step(let step, let total, let scalars, let pace):
        runner.report(.trialStep(number, step: step, of: total, scalars, pace))
      case .evaluating(let step, let total):
        runner.report(.trialEvaluating(number, step: step, of: total))
      case .evaluated(let step, let total, let values):
        runner.report(.trialEvaluated(number, step: step, of: total, values: values))
      case .warning(let message, let help):
        runner.report(.warning(trial: number, .init(message: message, help: help)))
      }
    }
  }

  /// Takes in how a process ended.
  private func end(of ended: Running) throws {
    let ending = ended.process.wait()
    switch ending {
    case .exited(0), .exited(1): try left(ended.number)
    case .exited(TrialRequest.busyStatus): waitForOthers(ended.number)
    case .exited(let code) where TrialRequest.fileStatuses.contains(code):
      // No other trial could write either.
      error =
        error ?? .trial(name: title(ended), reason: Self.told(ended.words), status: code)
      stopOthers(SIGTERM)
    case .exited(let code) where code > 128 && isEnding: break
    case .killed where isEnding: break
    default: try died(ended, ending)
    }
  }

  /// Looks again later at a trial that another process is at.
  private func waitForOthers(_ number: Int) {
    // What that one makes of it may be all that it lacked.
    restarting.remove(number)
    busy.append((number, .now + .seconds(1)))
  }

  /// A process has brought its trial to where it was to go.
  private func left(_ number: Int) throws {
    let state = try runner.state(of: number, SweepRecord(reading: sweep.folder))
    if isPast(state), try !runner.hasArrived(number, state, at: until),
      restarted.insert(number).inserted
    {
      restarting.insert(number)
      waiting.append(number)
      return
    }
    runner.report(.trialLeft(number, state))
  }

  /// Whether a trial has gone on beyond where it was to go, alone or under another scheduler.
  private func isPast(_ state: TrialState) -> Bool {
    guard let until else { return false }
    if case .final(let result) = state { return result.steps > until }
    return true
  }

  private func died(_ ended: Running, _ ending: ChildProcess.Ending) throws {
    let reason = Self.reason(ending, ended.words)
    let deaths = (runner.deaths[ended.number] ?? 0) + 1
    runner.deaths[ended.number] = deaths
    let isTriedAgain = deaths < 2
    runner.report(.trialDied(ended.number, reason: reason, isTriedAgain: isTriedAgain))
    if isTriedAgain {
      waiting.append(ended.number)
      return
    }
    let trial = sweep.lock.trials[ended.number]
    try SweepRecord.update(sweep.folder) {
      $0.failed[trial.id] = SweepRecord.Failure(attempts: deaths, reason: reason)
    }
    runner.failures += 1
    if let most = options.maxFailures, runner.failures > most { end(.failures(runner.failures)) }
  }

  /// Begins nothing more, and asks all processes to stop.
  private func end(_ reason: SweepOutcome.Early) {
    early = reason
    if case .signal(let signal) = reason { stopOthers(signal) } else { stopOthers(SIGTERM) }
  }

  private func stopOthers(_ signal: Int32) {
    for other in running { other.process.signal(signal) }
  }

  private func title(_ running: Running) -> String { sweep.lock.trials[running.number].title }

  /// The last words of a process in one line.
  private static func told(_ words: [String]) -> String {
    let own = "gan-run: error: "
    return words.map { line in
      String((line.hasPrefix(own) ? line.dropFirst(own.count) : line[...]).drop { $0 == " " })
    }.joined(separator: "; ")
  }

  private static func reason(_ ending: ChildProcess.Ending, _ words: [String]) -> String {
    switch ending {
    case .killed(let signal): "killed by signal \(signal)"
    case .exited(let code):
      words.isEmpty ? "ended with code \(code)" : told(words)
    }
  }
}
