import Foundation
import Glibc
import ModelSpec
import Runner
import Testing

@Suite struct DiagnosisTests {
  let folder: TemporaryFolder
  let run: RunFolder

  init() throws {
    folder = try TemporaryFolder()
    run = RunFolder(path: folder.path)
  }

  /// A training of 1,000 steps: D wins from 250 to 620, samples are alike from 480 on.
  static func session() -> FakeSession {
    let session = FakeSession(totalSteps: 1000)
    session.outputsOfStep = { 250...620 ~= $0 ? (0.996, 0.005) : (0.8, 0.1) }
    session.traitsOfStep = { ImageTraits(spread: $0 < 480 ? 0.9 : 0.05, midtones: 1.1) }
    return session
  }

  static func rules(_ symptom: StopWhen.Symptom, most: Double, steps: Int, every: Int = 100)
    -> DiagnosisRules
  {
    DiagnosisRules(
      stopWhen: StopWhen(limits: [symptom: .init(most: most, steps: steps)], every: every))
  }

  @discardableResult
  func train(
    _ session: FakeSession = session(), rules: DiagnosisRules = .init(),
    stopBefore stop: Int? = nil,
    report: @escaping (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    let writer = try RunWriter(
      run, identity: .init(name: "x", spec: "s", data: "d"), spec: [], resolved: [],
      attempt: .init(threads: 1, simd: "plain", specPath: nil, arguments: []))
    let trainer = Trainer(
      session: session,
      settings: .init(
        logEvery: 30, evaluation: .everyAndLast(150), diagnosis: rules,
        checkpointInterval: .steps(70)),
      stop: { (session.log.last ?? 0) + 1 == stop ? SIGTERM : nil }, report: report)
    return try trainer.train(writer)
  }

  func lasting() throws -> [String: Data] {
    try folder.contents().filter {
      !$0.key.hasPrefix("checkpoints/") && !["timing.jsonl", "provenance.json"].contains($0.key)
    }
  }

  func signs() throws -> [SignsLine] {
    try folder.bytes("metrics.jsonl").split(separator: UInt8(ascii: "\n")).compactMap {
      try? JSONDecoder().decode(SignsLine.self, from: Data($0))
    }
  }

  @Test func saysOnceWhatIsWrongAndRecordsIt() throws {
    var said: [String] = []
    var steps: [Int] = []
    try train {
      if case .step(let step, _, _, _) = $0 { steps.append(step) }
      if case .diagnosed(let diagnosis) = $0 { said.append("\(steps.last ?? 0) \(diagnosis.name)") }
    }
    // Each after 200 steps of it.
    #expect(said == ["500 discriminator_wins", "700 alike"])
    #expect(try signs().map(\.step) == Array(stride(from: 100, through: 1000, by: 100)))
    let result = try #require(try run.readResult())
    #expect(result.status == .finished && result.collapse == nil)
    let diagnoses = try #require(result.diagnoses)
    #expect(diagnoses.map(\.name) == ["discriminator_wins", "alike"])
    #expect(diagnoses.map(\.firstStep) == [300, 500])
    #expect(diagnoses.map(\.lastStep) == [600, 1000])
    #expect(
      diagnoses.map(\.message) == [
        "the discriminator wins: from step 300 to 600 it is hardly ever wrong, at last with D(x) "
          + "0.9960 and D(G(z)) 0.0050; the generator learns little from that",
        "the samples are all alike: from step 500 to 1000 they hardly differ, at last by 5.0 % of "
          + "what real images differ by",
      ])
  }

  @Test func anInterruptionChangesNoDiagnosis() throws {
    let other = try DiagnosisTests()
    try other.train()
    let expected = try other.lasting()
    for step in stride(from: 90, to: 840, by: 67) {
      let again = try DiagnosisTests()
      for stop in [step, step + 1, step + 30] { try again.train(stopBefore: stop) }
      let killed = Self.session()
      killed.failingStep = step + 160
      #expect(throws: FakeSession.Killed.self) { try again.train(killed) }
      try again.train()
      #expect(try again.lasting() == expected)
    }
  }

  @Test func aTrainingWithoutSymptomsHasNoDiagnosis() throws {
    let session = FakeSession(totalSteps: 1000)
    // Wrong at times, but never for 200 steps; and what is lost is lost of little.
    session.outputsOfStep = { $0 % 300 == 0 ? (0.8, 0.2) : (1, 0) }
    session.traitsOfStep = { ImageTraits(spread: $0 % 300 == 0 ? 0.5 : 0, midtones: 0.11) }
    try train(session) {
      if case .diagnosed(let diagnosis) = $0 { Issue.record("\(diagnosis)") }
    }
    #expect(try run.readResult()?.diagnoses == [])
  }

  @Test func stopsWhereTheSpecSaysSo() throws {
    let rules = Self.rules(.alike, most: 0.1, steps: 100, every: 50)
    let outcome = try train(rules: rules)
    guard case .final(let result) = outcome else { throw FakeSession.Killed() }
    #expect(result.status == .collapsed)
    #expect(result.steps == 600)
    #expect(result.collapse?.symptom == .alike && result.collapse?.step == 600)
    #expect(result.diagnoses?.map(\.name) == ["discriminator_wins", "alike"])
    #expect(result.metrics["swd"] != nil)
    #expect(try run.readResult() == result)
    #expect(try run.readProvenance()?.attempts.last?.outcome == "collapsed")
    #expect(FileManager.default.fileExists(atPath: "\(run.checkpoints)/00000600.safetensors"))
    #expect(FileManager.default.fileExists(atPath: run.sample(step: 600)))
    #expect(try signs().map(\.step) == Array(stride(from: 50, through: 600, by: 50)))

    // The result is lost with a kill: no step is done again, and none more.
    let expected = try lasting()
    try FileManager.default.removeItem(atPath: run.result)
    let second = Self.session()
    try train(second, rules: rules)
    #expect(second.log == [])
    #expect(try lasting() == expected)
    for step in [499, 550, 600] {
      let other = try DiagnosisTests()
      try other.train(rules: rules, stopBefore: step)
      try other.train(rules: rules)
      #expect(try other.lasting() == expected)
    }
  }

  @Test(arguments: [StopWhen.Symptom.discriminatorWins, .alike, .saturated])
  func eachSymptomEndsIt(_ symptom: StopWhen.Symptom) throws {
    let session = FakeSession(totalSteps: 1000)
    session.outputsOfStep = { _ in symptom == .discriminatorWins ? (0.75, 0.25) : (0.74, 0.26) }
    session.traitsOfStep = { _ in
      ImageTraits(
        spread: symptom == .alike ? 0.5 : 0.51, midtones: symptom == .saturated ? 0.5 : 0.51)
    }
    guard
      case .final(let result) = try train(session, rules: Self.rules(symptom, most: 0.5, steps: 0))
    else { throw FakeSession.Killed() }
    #expect(result.collapse == .init(step: 100, symptom: symptom))
    let name = symptom == .discriminatorWins ? "error" : symptom == .alike ? "spread" : "midtones"
    #expect(symptom.measure == name)
  }

  @Test func aDivergenceIsADiagnosisToo() throws {
    let session = Self.session()
    session.nanStep = 827
    try train(session)
    let result = try #require(try run.readResult())
    #expect(result.status == .diverged)
    #expect(result.diagnoses?.map(\.name) == ["discriminator_wins", "alike", "not_finite"])
    #expect(
      result.diagnoses?.last?.message.hasPrefix(
        "in step 827, 'loss/discriminator' is no finite number; the first operation to go wrong: ")
        == true)
    #expect(result.diagnoses?.last?.firstStep == 827)
  }

  @Test func wordsOfTheOtherFindings() {
    let losing = Diagnosis(
      .discriminatorWins(real: 1, fake: 0.00004, isSaturating: true), firstStep: 100, lastStep: 100)
    #expect(
      losing.message
        == "the discriminator wins: at step 100 it is hardly ever wrong, at last with D(x) 1.0000 "
        + "and D(G(z)) below 0.0001; the saturating loss's gradient is as small as D(G(z)), so the "
        + "generator doesn't learn")
    let saturated = Diagnosis(.saturated(midtones: 0.0312), firstStep: 100, lastStep: 300)
    #expect(
      saturated.message
        == "the generator's output is saturated: from step 100 to 300 nearly all values are at -1 "
        + "or 1, at last with 3.1 % as many between them as real images have")
    let broken = Diagnosis(
      .notFinite(tensor: "generator/0.weight", operation: nil), firstStep: 7, lastStep: 7)
    #expect(broken.message == "in step 7, 'generator/0.weight' is no finite number")
    for diagnosis in [losing, saturated, broken] { #expect(diagnosis.help != nil) }
  }

  /// Targets are 0.85 on average and 0.1: of the first D is wrong by nothing, of the second by 0.02.
  @Test(arguments: [(0.85, 0.1, true), (0.95, 0.02, true), (0.84, 0.11, false)])
  func labelSmoothingMovesTheTargets(_ real: Float, _ fake: Float, _ wins: Bool) throws {
    let fixture = """
      schema: 1
      name: x
      model: {nz: 8, nc: 1}
      data: {synthetic: shapes, size: 8}
      generator: [{conv_transpose: {out: 1, kernel: 8}}, tanh]
      discriminator: [{conv: {out: 1, kernel: 8}}]
      loss: {label_smoothing: {real: [0.1, 0.2], fake: 0.1}}
      train: {batch: 4, steps: 1000}
      """
    try folder.write(Array(fixture.utf8), to: "x.yaml")
    let spec = try Experiment(path: "\(folder.path)/x.yaml").spec
    let session = FakeSession(totalSteps: 300)
    session.outputsOfStep = { _ in (real, fake) }
    try train(session, rules: DiagnosisRules(spec))
    #expect(try run.readResult()?.diagnoses?.map(\.name) == (wins ? ["discriminator_wins"] : []))
  }
}
