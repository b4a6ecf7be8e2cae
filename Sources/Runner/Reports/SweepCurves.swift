/// The curves of a sweep: a plot for each value, a colour for each configuration.
struct SweepCurves {
  /// The section with the plots.
  let section: PageModel.Section
  /// The drawings of the plots, by their names.
  let plots: [String: Drawings.Curves]

  /// The most trials that are drawn, and the most points of all curves of a plot.
  private static let mostTrials = 300
  private static let mostPoints = 60_000

  init(_ groups: TrialGroups) throws(RunError) {
    var section = PageModel.Section(anchor: "curves", heading: "Curves")
    var drawn: [(group: TrialGroups.Group, series: [RunSeries])] = []
    var count = 0
    let all = groups.groups.reduce(0) { $0 + $1.trials.count }
    for group in groups.groups where count + group.trials.count <= Self.mostTrials {
      var series: [RunSeries] = []
      for trial in group.trials { series.append(RunSeries(try RunHistory(reading: trial.folder))) }
      drawn.append((group, series.filter { !$0.values.isEmpty }))
      count += group.trials.count
    }
    let names = MetricNames.whole(Set(drawn.flatMap { $0.series.flatMap(\.values.keys) }))
    let limit = min(400, max(50, Self.mostPoints / max(count, 1)))

    var drawings: [String: Drawings.Curves] = [:]
    for name in names {
      let steps = Set(
        drawn.flatMap { $0.series.flatMap { $0.values[name, default: []].map(\.step) } })
      let buckets = StepBuckets(steps, limit: limit)
      let drawing = Drawings.Curves(
        steps: buckets.steps,
        curves: drawn.flatMap { Self.curves(of: $0.group, $0.series, name, buckets) })
      let id = "plot-\(section.plots.count)"
      drawings[id] = drawing
      section.plots.append(
        .init(
          plotID: id, title: MetricNames.heading(name),
          remark: buckets.steps.count < steps.count ? "means of neighbouring steps" : "",
          legends: [], sketch: Sketch(drawing)))
    }
    plots = drawings
    if !names.isEmpty {
      section.legends = [
        .init(
          keys: drawn.map {
            .init(name: $0.group.name, tone: $0.group.tone.name, isDashed: $0.group.tone.isDashed)
          })
      ]
      section.notes = [Self.note(groups, drawn: drawn.map(\.group), of: all)]
    }
    self.section = section
  }

  private static func curves(
    of group: TrialGroups.Group, _ series: [RunSeries], _ name: String, _ buckets: StepBuckets
  ) -> [Drawings.Curve] {
    let seeds = series.compactMap { $0.values[name] }.map { buckets.means($0) }
    guard let first = seeds.first else { return [] }
    guard seeds.count > 1 else {
      return [.init(name: group.name, tone: group.tone, values: first)]
    }
    // Where a seed is missing, the mean would jump for that alone.
    let mean = first.indices.map { place -> Double? in
      let values = seeds.compactMap { $0[place] }
      return values.count == seeds.count
        ? ReportNumber.plotted(values.reduce(0, +) / Double(values.count)) : nil
    }
    return seeds.map {
      .init(name: group.name, tone: group.tone, weight: .seed, values: $0)
    } + [.init(name: "\(group.name), mean", tone: group.tone, weight: .mean, values: mean)]
  }

  private static func note(
    _ groups: TrialGroups, drawn: [TrialGroups.Group], of all: Int
  ) -> String {
    var note = ""
    if drawn.contains(where: { $0.trials.count > 1 }) {
      note += "Thin lines are single seeds, strong ones their mean as far as all of them got. "
    }
    if let metric = groups.metric { note += "Configurations are in the order of \(metric). " }
    if drawn.contains(where: { $0.tone.index == nil }) {
      note += "Only the first \(2 * Tone.count) have a colour of their own. "
    }
    let count = drawn.reduce(0) { $0 + $1.trials.count }
    if count < all { note += "\(count) of \(all) trials are drawn." }
    return note
  }
}
