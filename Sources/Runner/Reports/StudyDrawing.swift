import Metrics
import ModelSpec

/// What configurations set, against what came of it.
struct StudyDrawing: Encodable {
  /// Something that is set; places are from 0 to 1.
  struct Axis: Encodable {
    let name: String
    let ticks: [Tick]
    /// Each trial's place; nil where it doesn't set it.
    let places: [Double?]
  }

  /// A value on an axis.
  struct Tick: Encodable {
    let place: Double
    let text: String
  }

  /// Something that came of it.
  struct Outcome: Encodable {
    let name: String
    let lessIsBetter: Bool?
    let values: [Double?]
  }

  /// A trial that is drawn.
  struct Trial: Encodable {
    let name: String
    let seed: String
    let tone: Tone
  }

  let axes: [Axis]
  let outcomes: [Outcome]
  let trials: [Trial]

  /// The most trials that are drawn.
  private static let mostTrials = 2000

  /// Nil where there is nothing that is set, or nothing that came of it.
  init?(_ groups: TrialGroups, kind: Expansion.Kind) {
    let drawn = groups.groups.flatMap { group in group.trials.map { (group, $0) } }
      .prefix(Self.mostTrials)
    let trials = drawn.map(\.1)
    let names = MetricNames.whole(Set(trials.flatMap(\.last.keys)))
    let paths = Set(trials.flatMap(\.entry.changes.keys)).sorted()
    axes =
      kind == .ablation
      ? [Axis("variant", trials.map { .string($0.entry.name) })]
      : paths.map { path in Axis(path, trials.map { $0.entry.changes[path] }) }
    outcomes = names.map { name in
      Outcome(
        name: MetricNames.title(name), lessIsBetter: MetricCatalogue.lessIsBetter(name),
        values: trials.map { $0.last[name].flatMap { ReportNumber.plotted(Double($0)) } })
    }
    self.trials = drawn.map { group, trial in
      Trial(name: group.name, seed: "\(trial.entry.seed)", tone: group.tone)
    }
    if axes.isEmpty || outcomes.isEmpty { return nil }
  }
}
