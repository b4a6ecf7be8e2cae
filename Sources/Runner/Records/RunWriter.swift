/// A run's folder while this process works at it, under its lock.
public struct RunWriter: ~Copyable {
  /// Where the run lies.
  public let folder: RunFolder
  /// What the run is.
  public let identity: RunIdentity
  let metrics: AppendLog
  let timing: AppendLog
  let checkpoints: CheckpointStore
  private var provenance: Provenance
  private let lock: RunLock

  /// Takes the run's lock and records that work at it begins.
  ///
  /// `restart` throws away what is there, under whichever arithmetic it was made.
  public init(
    _ folder: RunFolder, identity: RunIdentity, spec: [UInt8], resolved: [UInt8],
    attempt: Provenance.Attempt, restart: Bool = false
  ) throws(RunError) {
    try Folder.make(folder.path)
    let lock = try RunLock(run: folder.path)
    for path in [folder.samples, folder.checkpoints] { try Folder.make(path) }
    for path in [folder.path, folder.samples, folder.checkpoints] {
      try Folder.removeTemporaries(in: path)
    }
    let checkpoints = CheckpointStore(folder: folder.checkpoints)
    if restart { try Self.clear(folder, checkpoints) }

    var before: Provenance?
    do throws(RunError) {
      before = try folder.readProvenance()
    } catch .damagedRecord {
      // It is a record for people; the run itself is whole without it.
    }
    try WholeFile.write(spec, to: folder.spec)
    try WholeFile.write(resolved, to: folder.resolved)
    let attempt = try Self.keepingDiff(of: attempt, after: before?.attempts ?? [], in: folder)
    let metrics = try AppendLog(folder.metrics)
    let timing = try AppendLog(folder.timing)
    self.provenance = Provenance(
      digests: .init(spec: identity.spec, data: identity.data),
      arithmetic: before?.arithmetic ?? RunIdentity.arithmetic,
      attempts: (before?.attempts ?? []) + [attempt])
    self.folder = folder
    self.identity = identity
    self.lock = lock
    self.checkpoints = checkpoints
    self.metrics = metrics
    self.timing = timing
  }

  /// The checkpoint to go on from, nil for the start, and what is wrong with later ones.
  ///
  /// The logs are cut back to it.
  mutating func resume() throws(RunError) -> (checkpoint: Checkpoint?, problems: [RunError]) {
    let name = Folder.name(of: folder.metrics)
    let (checkpoint, problems) = try newestCheckpoint()
    if let checkpoint, checkpoint.arithmetic != RunIdentity.arithmetic {
      throw .otherArithmetic(
        run: folder.path, theirs: checkpoint.arithmetic, ours: RunIdentity.arithmetic,
        finished: false)
    }
    try metrics.cut(to: checkpoint?.lengths[name] ?? 0)
    try timing.cut(to: checkpoint?.lengths[Folder.name(of: folder.timing)] ?? 0)
    provenance.arithmetic = RunIdentity.arithmetic
    try record { $0.firstStep = checkpoint?.step ?? 0 }
    return (checkpoint, problems)
  }

  /// The newest checkpoint that this run can go on from, and what is wrong with later ones.
  func newestCheckpoint(
    before limit: Int = .max
  ) throws(RunError) -> (checkpoint: Checkpoint?, problems: [RunError]) {
    let length = try metrics.length()
    let name = Folder.name(of: folder.metrics)
    return try checkpoints.newest { (checkpoint, path) throws(RunError) in
      guard checkpoint.step < limit else {
        throw .badCheckpoint(path: path, .metadata(key: "step"))
      }
      guard checkpoint.spec == identity.spec, checkpoint.data == identity.data else {
        throw .badCheckpoint(path: path, .otherRun)
      }
      guard let recorded = checkpoint.lengths[name] else {
        throw .badCheckpoint(path: path, .metadata(key: name))
      }
      guard recorded <= length else { throw .badCheckpoint(path: path, .shortLog(name: name)) }
    }
  }

  /// The lengths of the append-only files, by the file's name.
  func logLengths() throws(RunError) -> [String: Int] {
    [
      Folder.name(of: folder.metrics): try metrics.length(),
      Folder.name(of: folder.timing): try timing.length(),
    ]
  }

  /// Writes a checkpoint, after everything that it builds on is on the disk.
  func write(
    step: Int, session: any TrainingSession, lengths: [String: Int], keep: Int
  ) throws {
    try metrics.sync()
    try timing.sync()
    let checkpoint = Checkpoint(
      step: step, state: try session.state(), counters: session.counters(step: step),
      lengths: lengths, identity: identity)
    try checkpoints.write(checkpoint, keep: keep)
  }

  /// Writes the outcome, after which the run is final.
  func write(_ result: RunResult) throws(RunError) {
    try metrics.sync()
    try timing.sync()
    try WholeFile.write(JSONText.document(result), to: folder.result)
  }

  /// Records how this process's work at the run went.
  mutating func record(_ change: (inout Provenance.Attempt) -> Void) throws(RunError) {
    change(&provenance.attempts[provenance.attempts.count - 1])
    try WholeFile.write(JSONText.document(provenance), to: folder.provenance)
  }

  /// Takes out what a run made, if there is any, under its lock.
  static func clear(_ folder: RunFolder) throws(RunError) {
    guard Folder.exists(folder.path) else { return }
    let lock = try RunLock(run: folder.path)
    try clear(folder, CheckpointStore(folder: folder.checkpoints))
    // It is held up to here.
    _ = consume lock
  }

  /// Writes how the repository differs from its commit beside the record, once for attempts
  /// that follow each other with the same.
  private static func keepingDiff(
    of attempt: Provenance.Attempt, after others: [Provenance.Attempt], in folder: RunFolder
  ) throws(RunError) -> Provenance.Attempt {
    guard let diff = attempt.tree.file else { return attempt }
    var attempt = attempt
    let name = folder.diffName(attempt: others.count + 1)
    if let last = others.last?.gitDiff, folder.isDiffName(last),
      let bytes = try? WholeFile.read("\(folder.path)/\(last)"), bytes == diff
    {
      attempt.gitDiff = last
    } else {
      try WholeFile.write(diff, to: "\(folder.path)/\(name)")
      attempt.gitDiff = name
    }
    return attempt
  }

  /// Takes out what a run made; in an order in which a kill leaves nothing to go on from wrongly.
  private static func clear(
    _ folder: RunFolder, _ checkpoints: CheckpointStore
  ) throws(RunError) {
    try Folder.remove(folder.result)
    try checkpoints.removeAll()
    for name in try Folder.names(in: folder.samples) {
      try Folder.remove("\(folder.samples)/\(name)")
    }
    for name in try Folder.names(in: folder.path) where folder.isDiffName(name) {
      try Folder.remove("\(folder.path)/\(name)")
    }
    for path in [folder.metrics, folder.timing, folder.provenance] { try Folder.remove(path) }
  }
}
