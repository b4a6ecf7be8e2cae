import Metrics
import ModelSpec

/// Runs a sweep: its trials in processes of their own, and what its scheduler decides between.
final class SweepRunner {
  let sweep: Sweep
  let report: (SweepEvent) -> Void
  /// The state of the repository that the spec lies in, looked at once for all trials.
  private(set) lazy var tree = WorkingTree(around: sweep.lock.spec)
  /// How often the process of each trial has died.
  var deaths: [Int: Int] = [:]
  /// How many trials have failed since this began.
  var failures = 0

  init(_ sweep: Sweep, report: @escaping (SweepEvent) -> Void) {
    self.sweep = sweep
    self.report = report
  }

  /// Runs what isn't done; nil where it came to its end, else what ended it before.
  func run() throws -> SweepOutcome.Early? {
    try sweep.begin()
    var done: [Int: TrialState] = [:]
    for (number, state) in try sweep.states().enumerated() where try sweep.isDone(number, state) {
      done[number] = state
    }
    report(.began(name: sweep.lock.name, trials: sweep.lock.trials, done: done))
    var goingOn = Array(sweep.lock.trials.indices)
    if let scheduler = sweep.lock.scheduler {
      for rung in scheduler.rungs {
        if let early = try train(goingOn, until: rung) { return early }
        goingOn = try decide(scheduler, at: rung, among: goingOn)
      }
    }
    return try train(goingOn, until: nil)
  }

  /// Trains trials up to a step, or to their ends.
  private func train(_ trials: [Int], until step: Int?) throws -> SweepOutcome.Early? {
    let record = try SweepRecord(reading: sweep.folder)
    let waiting = try trials.filter { try !hasArrived($0, state(of: $0, record), at: step) }
    return try TrialPool(runner: self, until: step, waiting: waiting).run()
  }

  /// How a trial stands.
  func state(of number: Int, _ record: SweepRecord) throws(RunError) -> TrialState {
    try TrialState(sweep.lock.trials[number], in: sweep.folder, record)
  }

  /// Whether a trial that stands so needs nothing more on its way to a step, or to its end.
  func hasArrived(_ number: Int, _ state: TrialState, at step: Int?) throws -> Bool {
    switch state {
    case .final(let result) where step.map({ result.steps <= $0 }) ?? true:
      return try sweep.isDone(number, state)
    case .failed: return true
    // What was cut short later has come as far as this, and what is going on now wasn't cut.
    case .final, .stopped, .running, .interrupted, .new:
      guard let step, let metric = sweep.lock.scheduler?.metric else { return false }
      return try value(of: number, metric, at: step) != nil
    }
  }

  /// What a metric was after a step; nil where it wasn't measured, or not as the spec says now.
  func value(of number: Int, _ metric: String, at step: Int) throws -> Float? {
    let run = sweep.folder.run(sweep.lock.trials[number].id)
    guard let evaluation = try run.anyEvaluation(step: step),
      Evaluation.isSame(evaluation.made[metric], try sweep.plan.methods(of: number)[metric])
    else { return nil }
    return evaluation.values[metric]
  }
}

/// How a sweep came to its end.
public struct SweepOutcome: Sendable {
  /// What ended it before all trials were done.
  public enum Early: Sendable {
    /// A signal, after which each process wrote a checkpoint.
    case signal(Int32)
    /// As many trials failed as may.
    case failures(Int)
  }

  /// What ended it early, if something did.
  public let early: Early?
  /// How each trial stands.
  public let states: [TrialState]

  /// Whether no trial went wrong, and none is left.
  public var allEndedWell: Bool {
    states.allSatisfy { state in
      switch state {
      case .final(let result): result.status == .finished
      case .stopped: true
      case .failed, .running, .interrupted, .new: false
      }
    }
  }
}

extension Sweep {
  /// Runs what isn't done of it.
  public func run(report: @escaping (SweepEvent) -> Void) throws -> SweepOutcome {
    StopSignal.listen()
    let early = try SweepRunner(self, report: report).run()
    return SweepOutcome(early: early, states: try states())
  }
}
