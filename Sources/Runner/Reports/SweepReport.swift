import Metrics
import ModelSpec

/// What a page says of a sweep or an ablation, which may still be at work.
struct SweepReport {
  private let folder: SweepFolder
  private let lock: SweepLock
  private let record: SweepRecord
  private let trials: [ReportTrial]
  private let groups: TrialGroups

  init(_ folder: SweepFolder) throws {
    guard let lock = try SweepLock(reading: folder) else {
      throw RunError.noSuchRun(folder.path, runs: Folder.parent(of: folder.path))
    }
    let record = try SweepRecord(reading: folder)
    self.record = record
    self.folder = folder
    self.lock = lock
    trials = try lock.trials.map { try ReportTrial($0, in: folder, record) }
    groups = TrialGroups(trials, of: lock)
  }

  /// The whole page.
  var model: PageModel {
    get throws {
      let curves = try SweepCurves(groups)
      let study = StudyDrawing(groups, kind: lock.kind)
      let spec = try? SpecReader(catalogue: MetricCatalogue.standard, texts: lock.sources)
        .read(path: lock.spec, overrides: lock.overrides)
      let sections = [
        studySection(study), curves.section, try samples, try comparison, table, specification,
        try provenance,
      ]
      return PageModel(
        kind: lock.kind == .ablation ? "Ablation" : "Sweep", name: lock.name,
        descriptions: (spec?.description).map { [$0] } ?? [], tags: spec?.tags ?? [],
        status: status, figures: figures, sections: sections.filter { !$0.isEmpty },
        drawings: Drawings(plots: curves.plots, study: study))
    }
  }

  private var counts: [(word: String, count: Int)] { TrialState.counts(trials.map(\.status)) }

  private var status: String {
    let words = Set(trials.map(\.status))
    if words.contains("running") { return "running" }
    return words.isDisjoint(with: ["interrupted", "new"]) ? "finished" : "unfinished"
  }

  private var figures: [PageModel.Figure] {
    let seeds = Set(trials.map(\.entry.seed)).count
    var figures = [
      PageModel.Figure(label: "configurations", value: "\(groups.groups.count)"),
      PageModel.Figure(label: seeds == 1 ? "seed" : "seeds", value: "\(seeds)"),
    ]
    figures += counts.map { .init(label: $0.word, value: "\($0.count)") }
    let best = best
    for name in MetricNames.ranked(best.keys) {
      guard let value = best[name] else { continue }
      figures.append(.init(label: "best \(name)", value: ReportNumber.text(Double(value))))
    }
    return figures
  }

  /// The names that a table has columns of.
  private var names: [String] {
    MetricNames.whole(Set(trials.flatMap(\.last.keys)))
  }

  /// The best value of each metric that trials are ranked by.
  private var best: [String: Float] {
    var best: [String: Float] = [:]
    for name in names {
      let values = trials.compactMap { $0.last[name] }.filter(\.isFinite)
      guard let lessIsBetter = MetricCatalogue.lessIsBetter(name) else { continue }
      best[name] = lessIsBetter ? values.min() : values.max()
    }
    return best
  }

  private func studySection(_ study: StudyDrawing?) -> PageModel.Section {
    var section = PageModel.Section(anchor: "study", heading: "What makes the difference")
    guard let study else { return section }
    section.studies = [
      .init(
        title: study.axes.map(\.name).joined(separator: ", "),
        remark: study.axes.count == 1
          ? "A point is a trial, after its last step."
          : "A line is a trial, from what it sets to what came of it after its last step. "
            + "By a metric, blue is better and yellow is worse.")
    ]
    return section
  }

  private var samples: PageModel.Section {
    get throws {
      var section = PageModel.Section(anchor: "samples", heading: "Samples")
      // A seed of each configuration comes before the second one of any.
      let rounds = groups.groups.map(\.trials.count).max() ?? 0
      let ordered = (0..<rounds).flatMap { round in
        groups.groups.compactMap { $0.trials.indices.contains(round) ? $0.trials[round] : nil }
      }
      var shown: [(trial: ReportTrial, shots: SampleShots, newest: PageModel.Shot)] = []
      var (bytes, available) = (0, 0)
      for trial in ordered {
        let shots = try SampleShots(trial.folder)
        guard let step = shots.steps.last else { continue }
        available += 1
        guard shown.count < Self.mostTrials, bytes < Self.mostBytes,
          let newest = try Self.shot(trial, shots, step: step)
        else { continue }
        shown.append((trial, shots, newest.shot))
        bytes += newest.bytes
      }
      let limit = min(Self.mostShots, Self.mostBytes / max(bytes, 1))
      guard !shown.isEmpty else { return section }
      let gallery = PageModel.Gallery(
        reels: try shown.map { trial, shots, newest in
          let earlier = try shots.spread(limit).dropLast().compactMap {
            try Self.shot(trial, shots, step: $0)?.shot
          }
          return .init(newest: newest, earlier: earlier)
        })
      section.galleries = [gallery]
      section.notes = [
        gallery.hasSlider
          ? "The newest grid of each trial; images of the same latents as training goes on."
          : "The newest grid of each trial."
      ]
      if shown.count < available {
        section.notes[0] += " \(shown.count) of \(available) trials are shown."
      }
      return section
    }
  }

  private static func shot(
    _ trial: ReportTrial, _ shots: SampleShots, step: Int
  ) throws(RunError) -> (shot: PageModel.Shot, bytes: Int)? {
    try shots.shot(
      step: step, title: trial.entry.name,
      remark: "seed \(trial.entry.seed), step \(NumberText.grouped(step))")
  }

  /// The most trials with grids, grids of each, and about the most bytes of them all, in a page.
  private static let mostTrials = 48
  private static let mostShots = 12
  private static let mostBytes = 16 << 20

  private var table: PageModel.Section {
    let (names, best) = (names, best)
    let remarks = trials.contains { !$0.remark.isEmpty }
    let rows = groups.groups.flatMap(\.trials).map { trial in
      PageModel.Table.Row(
        cells: [
          .init(text: trial.entry.name, look: "label"), .number("\(trial.entry.seed)"),
          .init(text: trial.status), .number(NumberText.grouped(trial.steps)),
        ]
          + names.map { name in
            .number(
              trial.last[name].map { ReportNumber.text(Double($0)) } ?? "",
              isBest: best[name] != nil && best[name] == trial.last[name])
          }
          + (remarks ? [.init(text: trial.remark)] : [])
          + [.init(text: trial.entry.id, look: "code")])
    }
    return PageModel.Section(
      anchor: "trials", heading: "Trials",
      tables: [
        .init(
          title: "",
          columns: [
            .init(text: "configuration"), .number("seed"), .init(text: "status"), .number("steps"),
          ]
            + names.map { .number(MetricNames.title($0)) }
            + (remarks ? [.init(text: "remark")] : []) + [.init(text: "run")],
          rows: rows)
      ])
  }

  /// What `compare` says, a table a metric.
  private var comparison: PageModel.Section {
    get throws {
      let page = ComparisonPage(try Comparison(lock, in: folder, record: record))
      var section = PageModel.Section(anchor: "comparison", heading: "Comparison")
      // The first section lists the configurations, and the last one those left out, as below.
      for part in page.sections.dropFirst() {
        var (title, remarks) = (Self.text(part.heading), [String]())
        for block in part.blocks {
          switch block {
          case .text(let pieces): remarks.append(Self.text(pieces))
          case .grid(let grid):
            section.tables.append(Self.table(grid, title: title, remarks: remarks))
            (title, remarks) = ("", [])
          }
        }
      }
      return section
    }
  }

  private static func table(
    _ grid: ComparisonPage.Grid, title: String, remarks: [String]
  ) -> PageModel.Table {
    let isNumber = grid.columns.map(\.isNumber)
    func cell(_ piece: ComparisonPage.Piece, _ isNumber: Bool) -> PageModel.Table.Cell {
      isNumber ? .number(text([piece])) : .init(text: text([piece]))
    }
    return PageModel.Table(
      title: title, remarks: remarks, columns: grid.columns.map { cell($0.title, $0.isNumber) },
      rows: grid.rows.map { .init(cells: zip($0, isNumber).map(cell)) })
  }

  private static func text(_ pieces: [ComparisonPage.Piece]) -> String {
    pieces.map { $0.text { $0 } }.joined()
  }

  private var specification: PageModel.Section {
    var rows = [("spec", lock.spec)]
    if !lock.overrides.isEmpty { rows.append(("overrides", lock.overrides.joined(separator: " "))) }
    if let scheduler = lock.scheduler {
      let rungs = scheduler.rungs.map { NumberText.grouped($0) }.joined(separator: ", ")
      rows.append(
        (
          "scheduler",
          "the best \(ReportNumber.text(scheduler.keep * 100)) % by \(scheduler.metric) go on after "
            + "step \(rungs)"
        ))
    }
    return PageModel.Section(
      anchor: "spec", heading: "Spec", tables: [.facts(rows)],
      texts: lock.sources.sorted { $0.key < $1.key }.map { path, text in
        .init(title: path, text: text, isOpen: path == lock.spec)
      })
  }

  /// The differences to commits that trials began with, each once.
  private func differences(_ views: [ProvenanceView]) throws(RunError) -> [PageModel.Text] {
    var differences: [PageModel.Text] = []
    for view in views {
      guard let difference = try view.difference,
        !differences.contains(where: { $0.text == difference.text })
      else { continue }
      differences.append(difference)
      if differences.count == Self.mostDifferences { break }
    }
    return differences
  }

  private static let mostDifferences = 4

  private var provenance: PageModel.Section {
    get throws {
      let views = try trials.map { try ProvenanceView($0.folder) }
      func all(_ key: String) -> String {
        Set(views.flatMap { $0.all(key) }).sorted().joined(separator: ", ")
      }
      let started = views.flatMap { $0.all("started") }.min()
      let ended = views.flatMap { $0.all("ended") }.max()
      let data = Set(lock.trials.map(\.digests.data)).sorted()
      let rows =
        [("arithmetic", lock.arithmetic)] + data.map { ("data (digest)", $0) }
        + ["host", "processor", "threads", "simd", "version", "git_commit"].map {
          ($0.replacing("_", with: " "), all($0))
        } + [("first began", started ?? ""), ("last ended", ended ?? "")]
      return PageModel.Section(
        anchor: "provenance", heading: "Provenance",
        notes: ["Each trial's folder has its own in provenance.json."],
        tables: [.facts(rows.filter { !$0.1.isEmpty })], texts: try differences(views))
    }
  }
}
