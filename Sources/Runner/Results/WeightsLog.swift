/// The weights' digests that a run's log holds.
struct WeightsLog {
  /// The digests by their steps.
  let digests: [Int: String]

  init(_ run: RunFolder) throws(RunError) {
    guard Folder.exists(run.metrics) else { throw .damagedRecord(path: run.metrics) }
    var digests: [Int: String] = [:]
    for line in try RunHistory(reading: run).steps {
      if let weights = line.weights { digests[line.step] = weights }
    }
    self.digests = digests
  }

  /// Those that every run of so many steps has; the last step's own where the run ends there.
  ///
  /// What a shorter run left, from which this one went on, is left aside.
  func weights(upTo last: Int, isEnd: Bool) -> [Int: String] {
    digests.filter {
      $0.key <= last && (DigestSchedule.contains($0.key) || isEnd && $0.key == last)
    }
  }
}
