extension RunWriter {
  /// Takes over what a shorter run did, as if this one had; nothing where it has a state already.
  ///
  /// The checkpoint comes last, so a kill before it leaves a run that is new.
  mutating func begin(with beginning: RunBeginning) throws(RunError) {
    try metrics.cut(to: 0)
    try timing.cut(to: 0)
    for (step, png) in beginning.samples {
      try WholeFile.write(png, to: folder.sample(step: step))
    }
    try metrics.append(bytes: beginning.log)
    try metrics.sync()
    try timing.sync()
    let checkpoint = beginning.checkpoint
    try record { $0.beganWith = Folder.name(of: beginning.folder.path) }
    try checkpoints.write(
      Checkpoint(
        step: checkpoint.step, state: checkpoint.state, counters: checkpoint.counters,
        lengths: logLengths(), identity: identity),
      keep: 1)
  }

  /// Whether there is no state to go on from.
  func isNew() throws(RunError) -> Bool { try checkpoints.steps().isEmpty }
}
