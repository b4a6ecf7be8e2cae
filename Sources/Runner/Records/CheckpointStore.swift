/// The checkpoints of a run.
struct CheckpointStore: Sendable {
  let folder: String
  private static let suffix = ".safetensors"

  /// Where the checkpoint of a step lies.
  func path(step: Int) -> String {
    "\(folder)/\(RunFolder.digits(step))\(Self.suffix)"
  }

  /// The steps that there are checkpoints of, the newest first.
  func steps() throws(RunError) -> [Int] {
    try Folder.names(in: folder).compactMap { name in
      guard name.hasSuffix(Self.suffix), let step = Int(name.dropLast(Self.suffix.count)) else {
        return nil
      }
      // Else it isn't ours: what a number is written as, it isn't called.
      return path(step: step) == "\(folder)/\(name)" ? step : nil
    }.sorted(by: >)
  }

  /// Writes a checkpoint, then takes out all but the newest ones.
  func write(_ checkpoint: Checkpoint, keep: Int) throws(RunError) {
    try checkpoint.write(to: path(step: checkpoint.step))
    let steps = try steps()
    // Later ones are damaged, or else this run would have gone on from them.
    let superseded =
      steps.filter { $0 > checkpoint.step }
      + steps.filter { $0 <= checkpoint.step }.dropFirst(keep)
    for step in superseded { try Folder.remove(path(step: step)) }
  }

  /// The newest checkpoint that satisfies a check, and what is wrong with those after it.
  func newest(
    where check: (Checkpoint, String) throws(RunError) -> Void = { (_, _) throws(RunError) in }
  ) throws(RunError) -> (checkpoint: Checkpoint?, problems: [RunError]) {
    var problems: [RunError] = []
    for step in try steps() {
      let path = path(step: step)
      do throws(RunError) {
        let checkpoint = try Checkpoint(reading: path)
        guard checkpoint.step == step else {
          throw .badCheckpoint(path: path, .metadata(key: "step"))
        }
        try check(checkpoint, path)
        return (checkpoint, problems)
      } catch {
        switch error {
        case .badTensorFile, .badCheckpoint: problems.append(error)
        // What cannot be read for the system's sake isn't known to be damaged.
        default: throw error
        }
      }
    }
    return (nil, problems)
  }

  /// Takes out all but the newest, which the caller knows to be sound.
  func removeAllButNewest() throws(RunError) {
    for step in try steps().dropFirst() { try Folder.remove(path(step: step)) }
  }

  /// Takes all of them out.
  func removeAll() throws(RunError) {
    for step in try steps() { try Folder.remove(path(step: step)) }
  }
}
