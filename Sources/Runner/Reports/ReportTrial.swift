/// A trial of a sweep, and what has become of it.
struct ReportTrial {
  let entry: SweepLock.Trial
  let folder: RunFolder
  /// How it ended or stands, in a word.
  let status: String
  /// What else there is to say of that.
  let remark: String
  let steps: Int
  /// The last value of each name.
  let last: [String: Float]

  init(_ entry: SweepLock.Trial, in sweep: SweepFolder, _ record: SweepRecord) throws(RunError) {
    self.entry = entry
    folder = sweep.run(entry.id)
    let state = try TrialState(entry, in: sweep, record)
    status = state.word
    if case .final(let result) = state {
      remark = (result.diagnoses ?? []).map(\.message).joined(separator: "; ")
      steps = result.steps
      last = result.metrics
      return
    }
    let log = try RunHistory(reading: folder)
    steps = log.steps.last?.step ?? 0
    last = RunSeries(log).last
    remark =
      switch state {
      case .stopped(let stop):
        "\(stop.rank) of \(stop.of) by \(stop.metric) after step \(NumberText.grouped(stop.step))"
      case .failed(let failure): failure.reason
      default: ""
      }
  }
}
