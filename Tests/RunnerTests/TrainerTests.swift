import Engine
import Foundation
import Glibc
import Metrics
import ModelSpec
import Runner
import Testing

@Suite struct TrainerTests {
  let folder: TemporaryFolder
  let run: RunFolder

  init() throws {
    folder = try TemporaryFolder()
    run = RunFolder(path: folder.path)
  }

  /// Trains in a folder as a process would, from opening it on.
  func train(
    _ session: FakeSession,
    settings: TrainerSettings = .init(
      evaluation: .everyAndLast(15), checkpointInterval: .steps(10)),
    identity: RunIdentity = .init(name: "x", spec: "s", data: "d"), restart: Bool = false,
    stopBefore stop: Int? = nil, report: @escaping (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    let writer = try RunWriter(
      run, identity: identity, spec: Array("spec".utf8), resolved: Array("resolved".utf8),
      attempt: .init(threads: 1, simd: "plain", specPath: nil, arguments: []), restart: restart)
    let trainer = Trainer(
      session: session, settings: settings,
      stop: { (session.log.last ?? 0) + 1 == stop ? SIGTERM : nil }, report: report)
    return try trainer.train(writer)
  }

  /// What must be the same however often the run was stopped.
  func lasting(_ folder: TemporaryFolder) throws -> [String: Data] {
    try folder.contents().filter {
      !$0.key.hasPrefix("checkpoints/") && !["timing.jsonl", "provenance.json"].contains($0.key)
    }
  }

  /// The lasting files of a run of 50 steps that was never stopped.
  func unstopped() throws -> [String: Data] {
    let other = try TrainerTests()
    _ = try other.train(FakeSession(totalSteps: 50))
    return try other.lasting(other.folder)
  }

  @Test func recordsTheWaitForData() throws {
    _ = try train(FakeSession(totalSteps: 20))
    let lines = try String(decoding: folder.bytes("timing.jsonl"), as: UTF8.self)
      .split(separator: "\n").map {
        try JSONDecoder().decode(TimingLine.self, from: Data($0.utf8))
      }
    #expect(lines.map(\.step) == [1, 2, 5, 10, 20])
    // The means of the steps since the line before.
    #expect(lines.map(\.dataWait) == [1, 2, 4, 8, 15.5])
  }

  @Test func recordsWhatItShould() throws {
    let session = FakeSession(totalSteps: 37)
    let outcome = try train(
      session, settings: .init(samplesEvery: 20, checkpointInterval: .steps(10)))
    let names = try folder.contents().keys.sorted()
    #expect(
      names == [
        ".lock", "checkpoints/00000037.safetensors",
        "metrics.jsonl", "provenance.json", "resolved.yaml", "result.json",
        "samples/00000000.png", "samples/00000020.png", "samples/00000037.png", "spec.yaml",
        "timing.jsonl",
      ])
    let lines = try String(decoding: folder.bytes("metrics.jsonl"), as: UTF8.self)
      .split(separator: "\n").map {
        try JSONDecoder().decode(MetricsLine.self, from: Data($0.utf8))
      }
    #expect(lines.map(\.step) == [1, 2, 5, 10, 20, 30, 37])
    #expect(lines.map { $0.weights != nil } == [true, true, true, true, true, false, true])
    #expect(lines.map(\.epoch) == [0, 0, 0, 1, 2, 4, 5])
    #expect(lines.last?.weights == WeightsDigest.hex(try session.state()))

    let result = try #require(try run.readResult())
    guard case .final(result) = outcome else { throw FakeSession.Killed() }
    #expect(result.status == .finished)
    #expect(result.steps == 37)
    #expect(result.digests.spec == "s" && result.digests.data == "d")
    #expect(result.digests.weights == lines.last?.weights)
    #expect(
      result.metrics.keys.sorted() == ["d_fake", "d_real", "loss/discriminator", "loss/generator"])
    let attempt = try #require(try run.readProvenance()?.attempts.first)
    #expect(attempt.outcome == "finished")
    #expect(attempt.firstStep == 0 && attempt.lastStep == 37)
  }

  @Test(arguments: [nil, 15, 20, 37])
  func evaluatesAtTheIntervalAndAtTheEnd(_ every: Int?) throws {
    let session = FakeSession(totalSteps: 37)
    var reported: [Int] = []
    let outcome = try train(
      session, settings: .init(evaluation: .everyAndLast(every), checkpointInterval: .steps(10))
    ) {
      if case .evaluated(let step, 37, _) = $0 { reported.append(step) }
    }
    let due = every.map { Array(stride(from: $0, to: 37, by: $0)) + [37] } ?? [37]
    #expect(reported == due)
    let lines = try String(decoding: folder.bytes("metrics.jsonl"), as: UTF8.self)
      .split(separator: "\n").map { Data($0.utf8) }
    let evaluations = lines.compactMap { try? JSONDecoder().decode(EvaluationLine.self, from: $0) }
    #expect(evaluations.map(\.step) == due)
    #expect(lines.count { (try? JSONDecoder().decode(MetricsLine.self, from: $0)) != nil } == 7)
    #expect(lines.count == 7 + due.count)

    guard case .final(let result) = outcome else { throw FakeSession.Killed() }
    #expect(try run.readResult() == result)
    let last = try #require(try session.evaluate())
    #expect(evaluations.last?.evaluation == last)
    #expect(result.made == last.made)
    #expect(result.metrics.filter { $0.key.hasPrefix("swd") } == last.values)
    #expect(result.metrics.count == 6)
  }

  @Test func aDivergedRunIsNotEvaluated() throws {
    let session = FakeSession(totalSteps: 50)
    session.nanStep = 30
    guard case .final(let result) = try train(session) else { throw FakeSession.Killed() }
    #expect(result.made == nil)
    #expect(result.metrics.count == 4)
    let log = String(decoding: try folder.bytes("metrics.jsonl"), as: UTF8.self)
    #expect(log.contains("\"step\":15,\"values\""))
    #expect(!log.contains("\"step\":30,\"values\""))
  }

  @Test func stoppingAtEachStepChangesNothing() throws {
    let expected = try unstopped()
    for step in 1...50 {
      let other = try TrainerTests()
      guard
        case .stopped(SIGTERM, step - 1) = try other.train(
          FakeSession(totalSteps: 50), stopBefore: step)
      else {
        Issue.record("not stopped before step \(step)")
        continue
      }
      #expect(try other.run.readResult() == nil)
      let second = FakeSession(totalSteps: 50)
      guard case .final = try other.train(second) else { throw FakeSession.Killed() }
      #expect(second.log == Array(step...50))
      #expect(try other.lasting(other.folder) == expected)
    }
  }

  /// Twice in the same one; the last step's is one, too.
  @Test(arguments: [15, 30, 45, 50]) func stoppingInAnEvaluationChangesNothing(step: Int) throws {
    for _ in 1...2 {
      let session = FakeSession(totalSteps: 50)
      session.interruptedStep = step
      guard case .stopped(_, step) = try train(session, stopBefore: step + 1) else {
        throw FakeSession.Killed()
      }
      #expect(try run.readResult() == nil)
    }
    let session = FakeSession(totalSteps: 50)
    guard case .final = try train(session) else { throw FakeSession.Killed() }
    #expect(session.log == Array(step..<50).map { $0 + 1 })
    #expect(try lasting(folder) == unstopped())
  }

  /// What was made up for counts: a pause there evaluates once, and leaves what a plain pause does.
  @Test func anEvaluationIsMadeUpForOnce() throws {
    let settings = TrainerSettings(
      evaluation: .everyAndLast(15), until: 30, checkpointInterval: .steps(10))
    let expected = try TrainerTests()
    _ = try expected.train(FakeSession(totalSteps: 50), settings: settings)
    let interrupted = FakeSession(totalSteps: 50)
    interrupted.interruptedStep = 30
    _ = try train(interrupted, settings: settings, stopBefore: 31)
    var evaluated: [Int] = []
    for _ in 1...3 {
      let outcome = try train(FakeSession(totalSteps: 50), settings: settings) {
        if case .evaluated(let step, _, _) = $0 { evaluated.append(step) }
      }
      guard case .paused(30) = outcome else { throw FakeSession.Killed() }
      #expect(try lasting(folder) == expected.lasting(expected.folder))
    }
    #expect(evaluated == [30])
  }

  @Test func stoppingAfterEveryStepChangesNothing() throws {
    for step in 1...50 {
      _ = try train(FakeSession(totalSteps: 50), stopBefore: step)
      if step > 1 { #expect(try run.readProvenance()?.attempts.last?.firstStep == step - 2) }
    }
    _ = try train(FakeSession(totalSteps: 50))
    #expect(try lasting(folder) == unstopped())
  }

  @Test func aKillAtAnyStepLosesOnlyTheStepsSinceTheLastCheckpoint() throws {
    let expected = try unstopped()
    for step in 1...50 {
      let other = try TrainerTests()
      let first = FakeSession(totalSteps: 50)
      first.failingStep = step
      #expect(throws: FakeSession.Killed.self) { try other.train(first) }
      // What a kill can leave beside: half a line, half a file.
      let log = try AppendLog(other.run.metrics)
      try log.append(["torn": 1])
      try other.folder.write([1, 2, 3], to: "samples/.00000010.png.123.tmp")
      let second = FakeSession(totalSteps: 50)
      _ = try other.train(second)
      #expect(second.log.first == (step - 1) / 10 * 10 + 1)
      #expect(try other.lasting(other.folder) == expected)
    }
  }

  @Test func aKillBetweenTheLastCheckpointAndTheResultLosesNothing() throws {
    let expected = try unstopped()
    _ = try train(FakeSession(totalSteps: 50))
    try FileManager.default.removeItem(atPath: run.result)
    let second = FakeSession(totalSteps: 50)
    _ = try train(second)
    #expect(second.log == [])
    #expect(try lasting(folder) == expected)
  }

  @Test(arguments: ["+0000040", "-0000040", "40", "0x000040", ".."])
  func aStrayFileIsNoCheckpoint(_ name: String) throws {
    let expected = try unstopped()
    _ = try train(FakeSession(totalSteps: 50), stopBefore: 36)
    try folder.write([1, 2, 3], to: "checkpoints/\(name).safetensors")
    let second = FakeSession(totalSteps: 50)
    _ = try train(second)
    #expect(second.log.first == 36)
    #expect(try lasting(folder) == expected)
  }

  /// Ways to spoil a checkpoint; each must be noticed, and the one before it used.
  @Test(arguments: [
    "empty", "cut", "longer", "header", "first value", "last value", "step", "name",
  ])
  func aDamagedCheckpointFallsBackToTheOneBefore(_ damage: String) throws {
    let expected = try unstopped()
    let first = FakeSession(totalSteps: 50)
    first.failingStep = 36
    #expect(throws: FakeSession.Killed.self) { try train(first) }
    let name = "checkpoints/00000030.safetensors"
    var bytes = Array(try folder.bytes(name))
    let whole = bytes
    let values = whole.count - 12 - 8
    switch damage {
    case "empty": bytes = []
    case "cut": bytes.removeLast(2)
    case "longer": bytes.append(0)
    case "header": bytes[3] = 1
    case "first value": bytes[values] ^= 1
    case "last value": bytes[bytes.count - 1] ^= 0x40
    case "step":
      let text = String(decoding: bytes[8...], as: Unicode.ASCII.self)
      let place = try #require(text.range(of: "\"step\":\"30\""))
      bytes[8 + text.distance(from: text.startIndex, to: place.lowerBound) + 8] = UInt8(ascii: "4")
    default: break
    }
    try folder.write(bytes, to: name)
    if damage == "name" {
      try FileManager.default.copyItem(
        atPath: "\(folder.path)/\(name)",
        toPath: "\(folder.path)/checkpoints/00000040.safetensors")
      try folder.write([], to: name)
    }
    var warnings: [RunError] = []
    let second = FakeSession(totalSteps: 50)
    _ = try train(second) {
      if case .ignoredCheckpoint(let problem) = $0 { warnings.append(problem) }
    }
    #expect(warnings.count == (damage == "name" ? 2 : 1))
    #expect(second.log.first == 21)
    #expect(try lasting(folder) == expected)
  }

  @Test func withoutAnySoundCheckpointItBeginsAgain() throws {
    _ = try train(FakeSession(totalSteps: 50), stopBefore: 15)
    for name in try FileManager.default.contentsOfDirectory(atPath: run.checkpoints) {
      try folder.write([0], to: "checkpoints/\(name)")
    }
    let second = FakeSession(totalSteps: 50)
    _ = try train(second)
    #expect(second.log == Array(1...50))
    #expect(try lasting(folder) == unstopped())
  }

  @Test func aCutLogIsNoticed() throws {
    _ = try train(FakeSession(totalSteps: 50), stopBefore: 35)
    try AppendLog(run.metrics).cut(to: 10)
    let second = FakeSession(totalSteps: 50)
    var warnings: [RunError] = []
    _ = try train(second) {
      if case .ignoredCheckpoint(let problem) = $0 { warnings.append(problem) }
    }
    #expect(warnings.count == 2)
    #expect(
      warnings.first
        == .badCheckpoint(
          path: "\(run.checkpoints)/00000034.safetensors", .shortLog(name: "metrics.jsonl")))
    #expect(try lasting(folder) == unstopped())
  }

  @Test func aCheckpointOfAnotherRunIsNotUsed() throws {
    _ = try train(FakeSession(totalSteps: 50), stopBefore: 5)
    let second = FakeSession(totalSteps: 50)
    _ = try train(second, identity: .init(name: "x", spec: "other", data: "d"))
    #expect(second.log.first == 1)
  }

  @Test(arguments: [0, 1, 2, 5])
  func restartBeginsAgain(steps: Int) throws {
    _ = try train(FakeSession(totalSteps: 50), stopBefore: steps + 1)
    try folder.write([1], to: "samples/00000777.png")
    let second = FakeSession(totalSteps: 50)
    _ = try train(second, restart: true)
    #expect(second.log == Array(1...50))
    #expect(try lasting(folder) == unstopped())
  }

  @Test func keepsTheNewestCheckpoints() throws {
    let session = FakeSession(totalSteps: 50)
    _ = try train(session, settings: .init(checkpointInterval: .steps(3), checkpointsKeep: 3))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: run.checkpoints).sorted() == [
        "00000045.safetensors", "00000048.safetensors", "00000050.safetensors",
      ])
  }

  @Test func keepsTwoCheckpointsUntilTheResultIsThere() throws {
    let checkpoints = run.checkpoints
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: checkpoints).sorted()
    }
    _ = try train(FakeSession(totalSteps: 50), stopBefore: 46)
    #expect(try names() == ["00000040.safetensors", "00000045.safetensors"])
    _ = try train(FakeSession(totalSteps: 50))
    #expect(try names() == ["00000050.safetensors"])

    // A kill before the result leaves two, from the newer of which it is written.
    try FileManager.default.copyItem(
      atPath: "\(checkpoints)/00000050.safetensors",
      toPath: "\(checkpoints)/00000045.safetensors")
    try FileManager.default.removeItem(atPath: run.result)
    let second = FakeSession(totalSteps: 50)
    _ = try train(second)
    #expect(second.log == [])
    #expect(try names() == ["00000050.safetensors"])
  }

  @Test func minutesAreMeasuredNotCounted() throws {
    let session = FakeSession(totalSteps: 50)
    _ = try train(session, settings: .init(checkpointInterval: .minutes(60)))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: run.checkpoints)
        == ["00000050.safetensors"])
    let other = try TrainerTests()
    _ = try other.train(
      FakeSession(totalSteps: 50),
      settings: .init(checkpointInterval: .minutes(1e-9), checkpointsKeep: 50))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: other.run.checkpoints).count == 50)
  }

  @Test func checkpointsHoldWhatPyTorchNeeds() throws {
    _ = try train(FakeSession(totalSteps: 50), stopBefore: 8)
    let file = try TensorFile("\(run.checkpoints)/00000007.safetensors")
    #expect(
      file.header.entries.map(\.name) == [
        "discriminator/0.weight", "generator/0.weight", "optimizer/generator/0.weight/exp_avg",
        "generator/1.num_batches_tracked",
      ])
    #expect(try file.integers("generator/1.num_batches_tracked") == [7])
    #expect(file.header.metadata["step"] == "7")
    #expect(file.header.metadata["arithmetic"] == "cpu-4")
  }

  @Test func aNaNLossEndsTheRun() throws {
    let session = FakeSession(totalSteps: 50)
    session.nanStep = 27
    guard case .final(let result) = try train(session) else { throw FakeSession.Killed() }
    #expect(result.status == .diverged)
    #expect(result.steps == 27)
    // 27 steps, then the replay of 21 to 27 from the checkpoint of step 20.
    #expect(
      result.divergence
        == .init(step: 27, tensor: "loss/discriminator", operation: "step 27 of 34"))
    #expect(try run.readResult()?.metrics["loss/discriminator"]?.isNaN == true)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: run.checkpoints)
        == ["00000026.safetensors"])
    #expect(try folder.contents()["samples/00000027.png"] == nil)
  }

  @Test(arguments: [1, 10, 50])
  func anInfiniteWeightEndsTheRun(step: Int) throws {
    let session = FakeSession(totalSteps: 50)
    session.poisonedStep = step
    guard case .final(let result) = try train(session) else { throw FakeSession.Killed() }
    #expect(result.status == .diverged)
    #expect(result.divergence?.step == step)
    #expect(result.divergence?.tensor == "generator/0.weight")
    #expect(result.digests.weights.count == 64)
  }

  @Test func aDivergenceDoesNotHangOnTheClock() throws {
    var results: [RunResult] = []
    for interval in [1, 3, 100] {
      let other = try TrainerTests()
      let session = FakeSession(totalSteps: 50)
      session.poisonedStep = 29
      let settings = TrainerSettings(checkpointInterval: .steps(interval))
      guard case .final(let result) = try other.train(session, settings: settings) else { continue }
      results.append(result)
    }
    #expect(results.count == 3)
    #expect(Set(results.map(\.steps)) == [29])
    #expect(Set(results.map(\.digests.weights)).count == 1)
  }

  @Test func aDivergenceLeavesTheStateBeforeItBehind() throws {
    let session = FakeSession(totalSteps: 50)
    session.poisonedStep = 5
    _ = try train(session)
    let good = FakeSession(totalSteps: 4)
    try good.start()
    for step in 1...4 { _ = try good.run(step: step) }
    let checkpoint = try Checkpoint(reading: "\(run.checkpoints)/00000004.safetensors")
    #expect(checkpoint.state == (try good.state()))

    // A kill before the result: the logs are cut back to that state.
    let metrics = try folder.bytes("metrics.jsonl")
    try FileManager.default.removeItem(atPath: run.result)
    let second = FakeSession(totalSteps: 50)
    second.poisonedStep = 5
    _ = try train(second)
    #expect(second.log.first == 5)
    #expect(try folder.bytes("metrics.jsonl") == metrics)
  }

  @Test func aSearchForADivergenceCanBeStopped() throws {
    let session = FakeSession(totalSteps: 50)
    session.poisonedStep = 5
    let writer = try RunWriter(
      run, identity: .init(name: "x", spec: "s", data: "d"), spec: [], resolved: [],
      attempt: .init(threads: 1, simd: "plain", specPath: nil, arguments: []))
    // Five steps, then two of the replay.
    let trainer = Trainer(
      session: session, settings: .init(), stop: { session.log.count == 7 ? SIGTERM : nil })
    guard case .stopped(SIGTERM, 0) = try trainer.train(writer) else {
      throw FakeSession.Killed()
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: run.checkpoints)
        == ["00000000.safetensors"])
    let second = FakeSession(totalSteps: 50)
    second.poisonedStep = 5
    guard case .final(let result) = try train(second) else { throw FakeSession.Killed() }
    #expect(result.divergence?.step == 5)
    let lines = try folder.bytes("metrics.jsonl").split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == 3)
  }

  @Test func otherArithmeticIsNotGoneOnWith() throws {
    _ = try train(FakeSession(totalSteps: 50), stopBefore: 5)
    let path = "\(run.checkpoints)/00000004.safetensors"
    let ours = try Checkpoint(reading: path)
    try Checkpoint(
      step: ours.step, state: ours.state, counters: ours.counters, lengths: ours.lengths,
      arithmetic: "cpu-0", identity: .init(name: "x", spec: "s", data: "d")
    ).write(to: path)
    #expect(
      throws: RunError.otherArithmetic(
        run: run.path, theirs: "cpu-0", ours: "cpu-4", finished: false)
    ) {
      try train(FakeSession(totalSteps: 50))
    }
    #expect(FileManager.default.fileExists(atPath: path))
    let second = FakeSession(totalSteps: 50)
    _ = try train(second, restart: true)
    #expect(second.log.first == 1)
  }
}
