import Metrics
public import ModelSpec

/// All runs of a folder, those of a sweep together.
public struct RunList: Sendable {
  /// A run.
  public struct Run: Sendable {
    /// Where it lies.
    public let folder: RunFolder
    /// Its id.
    public let id: String
    /// How it stands; nil where its records are damaged.
    public let state: TrialState?
    /// The steps done, as far as the log tells.
    public let steps: Int
    /// The last step's losses, and what was measured, by their names in the log.
    public let metrics: [String: Float]
    /// When it was last worked at, in nanoseconds since 1970.
    public let lastWorkedAt: Int
    /// What its sweep calls it, and its seed; nil of a run on its own.
    public let trial: SweepLock.Trial?
  }

  /// The runs of one name.
  public struct Group: Sendable {
    /// The name.
    public let name: String
    /// What makes them; nothing of runs on their own.
    public let kind: Expansion.Kind
    /// The runs: a sweep's in its order, others from the newest on.
    public let runs: [Run]
    /// How many of a sweep's trials have not begun.
    public let new: Int

    /// When one of them was last worked at.
    public var lastWorkedAt: Int { runs.map(\.lastWorkedAt).max() ?? 0 }
  }

  /// The names, the one that was last worked at first.
  public let groups: [Group]
  /// What could not be read.
  public let problems: [any Problem]

  /// Looks at all runs under a folder; there may be none.
  public init(runs: String) throws {
    var groups: [Group] = []
    var problems: [any Problem] = []
    for name in try Folder.names(in: runs) where Folder.isFolder("\(runs)/\(name)") {
      let sweep = SweepFolder(runs: runs, name: name)
      var lock: SweepLock?
      var record = SweepRecord()
      do {
        lock = try SweepLock(reading: sweep)
        record = try SweepRecord(reading: sweep)
      } catch let problem as RunError {
        problems.append(problem)
      } catch is SpecError {
        problems.append(RunError.damagedRecord(path: sweep.lock))
      }
      let trials = Dictionary(lock?.trials.map { ($0.id, $0) } ?? []) { first, _ in first }
      let ids = try Folder.names(in: sweep.path).filter {
        Folder.exists(sweep.run($0).provenance)
      }
      let read = try ids.concurrentMap { [record] id in
        Run.read(sweep.run(id), id: id, record: record, trial: trials[id])
      }
      problems += read.compactMap(\.problem)
      let order = Dictionary(
        lock?.trials.enumerated().map { ($1.id, $0) } ?? []
      ) { first, _ in first }
      let runs = read.map(\.run).sorted { one, other in
        let places = [one, other].map { order[$0.id] ?? order.count }
        return places[0] != places[1]
          ? places[0] < places[1] : one.lastWorkedAt > other.lastWorkedAt
      }
      let begun = Set(ids)
      let new = lock?.trials.count { !begun.contains($0.id) } ?? 0
      guard !runs.isEmpty || new > 0 else { continue }
      groups.append(Group(name: name, kind: lock?.kind ?? .single, runs: runs, new: new))
    }
    self.groups = groups.sorted { ($1.lastWorkedAt, $0.name) < ($0.lastWorkedAt, $1.name) }
    self.problems = problems
  }

  /// The metrics that some run was measured by, and the losses.
  public var metrics: [String] {
    let known = Set(groups.lazy.flatMap(\.runs).flatMap(\.metrics.keys))
    return (MetricCatalogue.standard.metrics.map(\.name) + RunMeasures.logged.prefix(2))
      .filter(known.contains)
  }
}

extension RunList.Run {
  /// What can be read of a run, and what is wrong with the rest.
  fileprivate static func read(
    _ folder: RunFolder, id: String, record: SweepRecord, trial: SweepLock.Trial?
  ) -> (run: RunList.Run, problem: RunError?) {
    let time = Folder.modified(folder.provenance)
    func run(_ state: TrialState?, _ steps: Int, _ metrics: [String: Float]) -> RunList.Run {
      RunList.Run(
        folder: folder, id: id, state: state, steps: steps, metrics: metrics,
        lastWorkedAt: time, trial: trial)
    }
    do throws(RunError) {
      let state = try TrialState(folder, id: id, record)
      if case .final(let result) = state { return (run(state, result.steps, result.metrics), nil) }
      let last = Folder.exists(folder.metrics) ? try folder.lastMetrics() : nil
      let metrics = (last?.scalars.byName ?? [:]).merging(state.metrics) { $1 }
      return (run(state, last?.step ?? 0, metrics), nil)
    } catch {
      return (run(nil, 0, [:]), error)
    }
  }
}
