import Metrics
import ModelSpec

/// What a page says of a run, which may still be at work.
struct RunReport {
  private let folder: RunFolder
  private let state: TrialState
  private let log: RunHistory
  private let timing: [TimingLine]
  private let series: RunSeries

  init(_ folder: RunFolder) throws(RunError) {
    self.folder = folder
    let parent = SweepFolder(path: Folder.parent(of: folder.path))
    state = try TrialState(
      folder, id: Folder.name(of: folder.path), try SweepRecord(reading: parent))
    log = try RunHistory(reading: folder)
    timing = try RunHistory.timing(folder)
    series = RunSeries(log)
  }

  /// The whole page.
  var model: PageModel {
    get throws {
      // The page shows the texts, whatever this version makes of them.
      let spec = try? SpecReader(catalogue: MetricCatalogue.standard).read(path: folder.resolved)
      let curves = RunCurves(series)
      let sections = [
        try samples, diagnosis, curves.section, numbers, try specification, try provenance,
      ]
      return PageModel(
        kind: "Run", name: spec?.name ?? Folder.name(of: Folder.parent(of: folder.path)),
        descriptions: (spec?.description).map { [$0] } ?? [], tags: spec?.tags ?? [],
        status: status, figures: figures, sections: sections.filter { !$0.isEmpty },
        drawings: Drawings(plots: curves.plots))
    }
  }

  private var result: RunResult? {
    if case .final(let result) = state { result } else { nil }
  }

  private var steps: Int { result?.steps ?? log.steps.last?.step ?? 0 }

  private var status: String { state.word }

  /// The last value of each name: the outcome's, or else the log's.
  private var last: [String: Float] { result?.metrics ?? series.last }

  private var figures: [PageModel.Figure] {
    let last = last
    let losses = ["loss/discriminator", "loss/generator"]
    var figures = [PageModel.Figure(label: "steps", value: NumberText.grouped(steps))]
    for name in MetricNames.ranked(last.keys) + losses {
      guard let value = last[name] else { continue }
      figures.append(
        .init(label: MetricNames.title(name), value: ReportNumber.text(Double(value))))
    }
    let paces = timing.map(\.imagesPerSecond).sorted()
    if !paces.isEmpty {
      figures.append(
        .init(label: "images a second", value: ReportNumber.text(paces[paces.count / 2])))
    }
    return figures
  }

  private var samples: PageModel.Section {
    get throws {
      let shots = try SampleShots(folder)
      var section = PageModel.Section(anchor: "samples", heading: "Samples")
      let newest = try shots.steps.last.flatMap { step in
        try shots.shot(step: step, title: Self.title(step))
      }
      guard let newest else { return section }
      let limit = min(Self.mostShots, max(1, Self.mostBytes / newest.bytes))
      let steps = shots.spread(limit)
      let earlier = try steps.dropLast().compactMap {
        try shots.shot(step: $0, title: Self.title($0))?.shot
      }
      section.films = [.init(newest: newest.shot, earlier: earlier)]
      section.notes = ["Images of the same latents as training goes on."]
      if steps.count < shots.steps.count {
        section.notes[0] +=
          " \(steps.count) of \(shots.steps.count) grids are shown, evenly spread."
      }
      return section
    }
  }

  /// The most grids, and the most bytes of them, in a page.
  private static let mostShots = 40
  private static let mostBytes = 12 << 20

  private static func title(_ step: Int) -> String { "Step \(NumberText.grouped(step))" }

  /// What was wrong with the training, if something was.
  private var diagnosis: PageModel.Section {
    var section = PageModel.Section(anchor: "diagnosis", heading: "Diagnosis")
    guard let diagnoses = result?.diagnoses, !diagnoses.isEmpty else { return section }
    section.tables = [
      .init(
        title: "",
        columns: [.number("from step"), .number("to step"), .init(text: "what is wrong")],
        rows: diagnoses.map { diagnosis in
          .init(cells: [
            .number(NumberText.grouped(diagnosis.firstStep)),
            .number(NumberText.grouped(diagnosis.lastStep)), .init(text: diagnosis.message),
          ])
        })
    ]
    return section
  }

  /// The numbers behind the curves, at some of the steps.
  private var numbers: PageModel.Section {
    var section = PageModel.Section(anchor: "numbers", heading: "Numbers")
    let names = MetricNames.all(series.values.keys)
    let logged = Set(series.values.values.joined().map(\.step)).sorted()
    // Evaluations are rare: where there are some, their steps say the most.
    let rare = log.evaluations.map(\.step)
    let steps = Self.some(of: rare.count > 1 ? rare : logged, 16)
    guard !steps.isEmpty else { return section }
    let values = series.values.mapValues { points in
      Dictionary(points.map { ($0.step, $0.value) }) { $1 }
    }
    section.tables = [
      .init(
        title: "",
        columns: [.number("step")] + names.map { .number(MetricNames.title($0)) },
        rows: steps.map { step in
          .init(
            cells: [.number(NumberText.grouped(step))]
              + names.map { name in
                .number(values[name]?[step].map { ReportNumber.text(Double($0)) } ?? "")
              })
        })
    ]
    if steps.count < logged.count {
      section.notes = [
        "\(steps.count) of \(NumberText.grouped(logged.count)) logged steps; metrics.jsonl has all."
      ]
    }
    return section
  }

  /// So many at most, evenly spread, the first and the last among them.
  private static func some(of steps: [Int], _ limit: Int) -> [Int] {
    guard steps.count > limit else { return steps }
    return (0..<limit).map { steps[$0 * (steps.count - 1) / (limit - 1)] }
  }

  private var specification: PageModel.Section {
    get throws {
      PageModel.Section(
        anchor: "spec", heading: "Spec",
        texts: try [
          ("As it was given", folder.spec, true),
          ("Everything written out", folder.resolved, false),
        ].compactMap { title, path, isOpen in
          guard Folder.exists(path) else { return nil }
          return .init(
            title: title, text: String(decoding: try WholeFile.read(path), as: UTF8.self),
            isOpen: isOpen)
        })
    }
  }

  private var provenance: PageModel.Section {
    get throws {
      let view = try ProvenanceView(folder)
      var more = [("run", Folder.name(of: folder.path))]
      if let result {
        more.append(
          ("weights after step \(NumberText.grouped(result.steps))", result.digests.weights))
      }
      var section = PageModel.Section(
        anchor: "provenance", heading: "Provenance",
        tables: [view.identity(more), view.work],
        texts: view.texts + [try view.difference].compactMap { $0 })
      let digests = log.steps.compactMap { line in
        line.weights.map { "\(NumberText.grouped(line.step))  \($0)" }
      }
      if !digests.isEmpty {
        section.texts.append(
          .init(
            title: "Digests of the weights, step by step", text: digests.joined(separator: "\n")))
      }
      return section
    }
  }
}
