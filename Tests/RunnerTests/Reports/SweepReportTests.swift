import Foundation
import Runner
import Testing

@Suite struct SweepReportTests {
  let files: ReportFolder

  init() throws { files = try ReportFolder() }

  func page(_ name: String = "runs/s") throws -> ReadPage {
    try ReadPage(Report.html(.sweep(SweepFolder(path: "\(files.folder.path)/\(name)"))))
  }

  /// Two values of a key, two seeds each; losses of the first are 1 and 3, of the second 2.
  func smoothing() throws {
    var trials: [String] = []
    for (place, value) in [0.0, 0.2].enumerated() {
      for seed in 1...2 {
        let id = "00000000000\(place * 2 + seed)"
        trials.append(
          ReportFolder.trial(
            id, "real=\(value)", changes: "{loss.label_smoothing.real: \(value)}", seed: seed))
        let loss = place == 0 ? Double(2 * seed - 1) : 2
        try files.run(
          "runs/s/\(id)",
          lines: [ReportFolder.line(1, loss, 1), ReportFolder.line(20, loss, 1)],
          result: ReportFolder.result(swd: place == 0 ? 50 : 40 + Double(seed)))
      }
    }
    try files.sweep("runs/s", trials: trials)
  }

  @Test func hasAllSeedsAndTheirMean() throws {
    try smoothing()
    let losses = try #require(try page().plot("Loss of D"))
    #expect(losses.steps == [1, 20])
    let curves = losses.curves
    // The lower distance comes first.
    #expect(
      curves.map(\.name) == [
        "real=0.2", "real=0.2", "real=0.2, mean", "real=0.0", "real=0.0", "real=0.0, mean",
      ])
    #expect(curves.map(\.weight) == ["seed", "seed", "mean", "seed", "seed", "mean"])
    #expect(curves[3...].map(\.values) == [[1, 1], [3, 3], [2, 2]])
  }

  @Test func hasTheGridsOfEachTrialOverTime() throws {
    try smoothing()
    let page = try page()
    #expect(page.attributes["data-step"] == ["20", "0", "20", "0", "20", "0", "20", "0"])
    #expect(
      page.attributes["data-title", default: []].prefix(2) == ["seed 1, step 20", "seed 1, step 0"])
  }

  @Test func setsWhatIsSetAgainstWhatCameOfIt() throws {
    try smoothing()
    let page = try page()
    let study = try #require(page.drawings.study)
    #expect(study.axes.map(\.name) == ["loss.label_smoothing.real"])
    #expect(study.axes[0].places == [1, 1, 0, 0])
    #expect(study.outcomes.first?.name == "swd")
    #expect(study.outcomes.first?.values == [41, 42, 50, 50])
    for text in ["real=0.2", "41.00", "50.00", "000000000004"] {
      #expect(page.text.contains(text), "\(text)")
    }
  }

  @Test func numbersThatArePowersApartLieByTheirLogarithm() throws {
    var trials: [String] = []
    for (place, rate) in ["0.00001", "0.0001", "0.001", "0.01"].enumerated() {
      trials.append(
        ReportFolder.trial(
          "00000000000\(place)", "lr=\(rate)", changes: "{lr: \(rate), loss: \(place % 2 == 0)}",
          seed: 1))
      try files.run(
        "runs/s/00000000000\(place)", result: ReportFolder.result(swd: Double(place)))
    }
    try files.sweep("runs/s", trials: trials)
    let study = try #require(try page().drawings.study)
    #expect(study.axes.map(\.name) == ["loss", "lr"])
    let places = study.axes[1].places.compactMap { $0 }
    #expect(places.count == 4)
    for (place, expected) in zip(places, [0, 1.0 / 3, 2.0 / 3, 1]) {
      #expect(abs(place - expected) < 1e-9)
    }
    #expect(study.axes[0].places == [0, 1, 0, 1])
  }

  @Test func anAblationsVariantsStayInOrder() throws {
    try files.sweep(
      "runs/s", kind: "ablation",
      trials: [
        ReportFolder.trial("000000000001", "baseline", changes: "{}", seed: 1),
        ReportFolder.trial("000000000002", "no norm", changes: "{generator.1: null}", seed: 1),
      ])
    try files.run("runs/s/000000000001", result: ReportFolder.result(swd: 9))
    try files.run("runs/s/000000000002", result: ReportFolder.result(swd: 3))
    let page = try page()
    #expect(page.text.contains("Ablation"))
    let study = try #require(page.drawings.study)
    #expect(study.axes.map(\.name) == ["variant"])
    #expect(study.outcomes[0].values == [9, 3])
  }

  @Test func saysWhatBecameOfEachTrial() throws {
    try files.sweep(
      "runs/s",
      trials: (1...5).map {
        ReportFolder.trial("00000000000\($0)", "v\($0)", changes: "{seed: \($0)}", seed: $0)
      },
      record: """
        {"failed": {"000000000003": {"attempts": 2, "reason": "killed by signal 9"}},
         "stopped": {"000000000002":
           {"step": 500, "rank": 7, "of": 9, "metric": "swd", "value": 41.5}}}
        """)
    let result =
      ReportFolder.result("diverged").dropLast()
      + #","diagnoses":[{"first_step":1,"last_step":1,"name":"alike","message":"all is grey"}]}"#
    try files.run("runs/s/000000000001", result: String(result))
    try files.run("runs/s/000000000002")
    try files.run("runs/s/000000000004")
    let text = try page().text
    for expected in [
      "diverged", "stopped", "7 of 9 by swd after step 500", "failed", "killed by signal 9",
      "interrupted", "new", "all is grey",
    ] {
      #expect(text.contains(expected), "\(expected)")
    }
  }

  @Test(arguments: HostileText.all) func keepsTextsTexts(_ text: String) throws {
    func make(_ words: ReportFolder.Words) throws -> ReadPage {
      try files.sweep(
        "runs/s",
        trials: [
          ReportFolder.trial(
            "000000000001", words.name, changes: "{\(quoted(words.name)): \(quoted(words.spec))}",
            seed: 1)
        ], words: words,
        record: #"{"failed": {"000000000001": {"attempts": 2, "reason": \#(quoted(words.name))}}, "#
          + #""stopped": {}}"#)
      try files.run("runs/s/000000000001", words: words)
      return try page()
    }
    let tame = try make(.init())
    let hostile = try make(.all(text))
    #expect(hostile.structure == tame.structure)
    #expect(hostile.drawings.study?.axes.map(\.name) == [text])
    #expect(hostile.text.components(separatedBy: text).count - 1 >= 5)
  }

  @Test func hundredsOfTrialsMakeAPageOfBoundedSize() throws {
    var trials: [String] = []
    let lines = (1...220).map { ReportFolder.line($0 * 10, 1.2345, 2.3456) }
    for trial in 0..<400 {
      let id = String(repeating: "0", count: 12 - "\(trial)".count) + "\(trial)"
      trials.append(
        ReportFolder.trial(id, "lr=\(trial / 2)", changes: "{lr: \(trial / 2)}", seed: trial % 2))
      try files.run(
        "runs/s/\(id)", lines: lines, result: ReportFolder.result(swd: Double(trial)), grids: [20])
    }
    try files.sweep("runs/s", trials: trials)
    let bytes = try Report.html(.sweep(SweepFolder(path: "\(files.folder.path)/runs/s")))
    #expect(bytes.count < 4_000_000)
    let page = try ReadPage(bytes)
    #expect(page.attributes["src", default: []].count == 48)
    #expect(page.text.contains("48 of 400 trials are shown"))
    #expect(page.text.contains("300 of 400 trials are drawn"))
    let losses = try #require(page.plot("Loss of D"))
    #expect(losses.curves.count == 450)
    #expect(losses.steps.count <= 200)
    // All are in the table.
    #expect(page.text.contains("lr=199"))
  }

  @Test func aSweepIsFoundByItsName() throws {
    try smoothing()
    let runs = "\(files.folder.path)/runs"
    #expect(try Report.Subject.find("s", runs: runs) == .sweep(SweepFolder(path: "\(runs)/s")))
    #expect(
      try Report.Subject.find("\(runs)/s", runs: "/nowhere")
        == .sweep(SweepFolder(path: "\(runs)/s")))
    #expect(
      try Report.Subject.find("000000000003", runs: runs)
        == .run(RunFolder(path: "\(runs)/s/000000000003")))
  }
}
