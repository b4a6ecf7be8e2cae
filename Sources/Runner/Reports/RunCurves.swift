import Metrics

/// The curves of a single run: what belongs together in one plot.
struct RunCurves {
  /// The section with the plots.
  let section: PageModel.Section
  /// The drawings of the plots, by their names.
  let plots: [String: Drawings.Curves]

  private static let mostPoints = 400
  /// A curve of more points is one of which the eye sees the noise.
  private static let mostCalmPoints = 100

  init(_ series: RunSeries) {
    var section = PageModel.Section(anchor: "curves", heading: "Curves")
    var drawings: [String: Drawings.Curves] = [:]
    for (title, names) in Self.groups(series) {
      let steps = Set(names.flatMap { series.values[$0, default: []].map(\.step) })
      let buckets = StepBuckets(steps, limit: Self.mostPoints)
      let isRestless =
        steps.count > Self.mostCalmPoints && names.allSatisfy(MetricNames.steps.contains)
      let curves = names.enumerated().flatMap { place, name in
        let values = buckets.means(series.values[name, default: []])
        return Self.curves(MetricNames.title(name), Tone(place: place), values, isRestless)
      }
      let drawing = Drawings.Curves(steps: buckets.steps, curves: curves)
      let id = "plot-\(section.plots.count)"
      drawings[id] = drawing
      section.plots.append(
        .init(
          plotID: id, title: title,
          remark: Self.remark(isThinned: buckets.steps.count < steps.count, isRestless),
          legends: names.count > 1 ? [Self.legend(names)] : [],
          sketch: Sketch(drawing)))
    }
    self.section = section
    plots = drawings
  }

  /// The curve of a value; of a restless one also its running mean, which is the strong one then.
  private static func curves(
    _ name: String, _ tone: Tone, _ values: [Double?], _ isRestless: Bool
  ) -> [Drawings.Curve] {
    guard isRestless else { return [.init(name: name, tone: tone, values: values)] }
    return [
      .init(name: name, tone: tone, weight: .seed, values: values),
      .init(
        name: "\(name), mean", tone: tone, weight: .mean,
        values: RunningMean.values(values, reach: values.count / 50)),
    ]
  }

  private static func remark(isThinned: Bool, _ isRestless: Bool) -> String {
    let points = isThinned ? "means of neighbouring steps" : "as logged"
    return isRestless ? "Faint: \(points). Strong: running means." : isThinned ? points : ""
  }

  private static func legend(_ names: [String]) -> PageModel.Legend {
    .init(
      keys: names.enumerated().map { place, name in
        let tone = Tone(place: place)
        return .init(name: MetricNames.title(name), tone: tone.name, isDashed: tone.isDashed)
      })
  }

  /// Names that share a plot, with its title.
  private static func groups(_ series: RunSeries) -> [(title: String, names: [String])] {
    let names = MetricNames.all(series.values.keys)
    let measured = names.filter { !MetricNames.steps.contains($0) }
    var metrics: [String] = []
    for name in measured where !metrics.contains(MetricCatalogue.metric(of: name)) {
      metrics.append(MetricCatalogue.metric(of: name))
    }
    let groups =
      [
        ("Losses", ["loss/discriminator", "loss/generator"]),
        ("What D says of real and generated images", ["d_real", "d_fake"]),
      ]
      + metrics.map { metric in
        (metric, measured.filter { MetricCatalogue.metric(of: $0) == metric })
      }
    return groups.map { ($0.0, $0.1.filter { series.values[$0] != nil }) }
      .filter { !$0.1.isEmpty }
  }
}
