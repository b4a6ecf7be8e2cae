import Datasets
import Engine
import Foundation
import Glibc
import Metrics
import ModelSpec
import Runner
import Testing

@Suite struct EngineSessionTests {
  let folder: TemporaryFolder
  let experiment: Experiment

  init() throws {
    folder = try TemporaryFolder()
    let spec = """
      schema: 1
      model: {nz: 4, nc: 1}
      data: {synthetic: shapes, size: 8, count: 20, flip: true}
      generator:
        - linear: 32
        - batch_norm
        - relu
        - reshape: [2, 4, 4]
        - conv_transpose: {out: nc, kernel: 4, stride: 2, padding: 1}
        - tanh
      discriminator:
        - conv: {out: 4, kernel: 4, stride: 2, padding: 1}
        - batch_norm
        - leaky_relu: 0.2
        - dropout: 0.2
        - flatten
        - linear: 1
        - sigmoid
      loss: {label_smoothing: {real: [0, 0.2]}}
      train: {batch: 4, steps: 50, discriminator_steps: 2, new_fakes: true}
      evaluate: {metrics: [{swd: {patches_per_image: 2, directions: 5}}], samples: 70}

      """
    try folder.write(Array(spec.utf8), to: "tiny.yaml")
    experiment = try Experiment(path: "\(folder.path)/tiny.yaml")
  }

  func session(threads: Int = 1) throws -> EngineSession {
    let data = try Dataset.open(experiment.spec, cache: nil)
    return try EngineSession(
      experiment.spec, batches: BatchLoader(data, spec: experiment.spec),
      machine: Machine(threads: threads),
      evaluator: Evaluator(experiment.spec, data: data, threads: threads))
  }

  /// Trains in a folder as a process would, from opening it on.
  func train(in name: String, stopAfter stop: Int? = nil) throws -> TrainingOutcome {
    let run = RunFolder(path: "\(folder.path)/\(name)")
    let writer = try RunWriter(
      run, identity: .init(name: "x", spec: "s", data: "d"), spec: [], resolved: [],
      attempt: .init(threads: 1, simd: "auto", specPath: nil, arguments: []))
    var done = 0
    let trainer = Trainer(
      session: try session(),
      settings: .init(samplesEvery: 17, samplesCount: 5, evaluation: .everyAndLast(20)),
      stop: { done == stop ? SIGTERM : nil },
      report: { if case .step(let step, _, _, _) = $0 { done = step } })
    return try trainer.train(writer)
  }

  @Test func stoppingAtEachStepChangesNoBit() throws {
    guard case .final(let expected) = try train(in: "whole") else {
      Issue.record("not finished")
      return
    }
    let metrics = try folder.bytes("whole/metrics.jsonl")
    for step in 1..<50 {
      guard case .stopped(SIGTERM, step) = try train(in: "\(step)", stopAfter: step),
        case .final(let result) = try train(in: "\(step)")
      else {
        Issue.record("step \(step)")
        continue
      }
      #expect(result == expected)
      #expect(try folder.bytes("\(step)/metrics.jsonl") == metrics)
      for sample in ["00000000", "00000017", "00000034", "00000050"] {
        #expect(
          try folder.bytes("\(step)/samples/\(sample).png")
            == folder.bytes("whole/samples/\(sample).png"))
      }
    }
  }

  @Test func countsBatchesAsPyTorchDoes() throws {
    let session = try session()
    // A step makes fakes three times; D sees real and fake twice each, and G's fakes.
    #expect(
      session.counters(step: 7) == [
        "generator/1.num_batches_tracked": 21, "discriminator/1.num_batches_tracked": 35,
      ])
  }

  @Test func anInfiniteWeightIsFoundAndPlaced() throws {
    let session = try session()
    try session.start()
    #expect(try session.firstNonFiniteState() == nil)
    var state = try session.state()
    state["generator/4.weight"]?.values[3] = .infinity
    try session.restore(state, step: 0)
    #expect(try session.firstNonFiniteState() == "generator/4.weight")
    let place = try session.firstNonFiniteOperation(step: 1)
    #expect(place?.contains("generator 4 conv_transpose") == true)
    state["generator/4.weight"] = nil
    #expect(throws: EngineError.noSuchTensor("generator/4.weight")) {
      try session.restore(state, step: 0)
    }
  }

  @Test func samplingChangesNoState() throws {
    let session = try session()
    try session.start()
    _ = try session.run(step: 1)
    let before = try session.state()
    let images = try session.samples(count: 70)
    #expect(images.shape == [70, 1, 8, 8])
    #expect(images.values.count == 70 * 64)
    #expect(try session.samples(count: 3).values == Array(images.values.prefix(3 * 64)))
    #expect(try session.state() == before)
  }

  @Test func evaluatingChangesNoState() throws {
    let session = try session()
    try session.start()
    _ = try session.run(step: 1)
    let before = try session.state()
    let evaluation = try #require(try session.evaluate())
    #expect(evaluation.values.keys.sorted() == ["swd", "swd/8x8"])
    // The data has only 20 images.
    #expect(evaluation.made["swd"]?["images"] == .integer(20))
    #expect(try session.state() == before)
    #expect(try session.evaluate() == evaluation)
    _ = try session.run(step: 2)
    #expect(try session.evaluate()?.values != evaluation.values)
  }

  @Test func evaluatingDrawsItsOwnLatents() throws {
    let spec = experiment.spec
    #expect(Latents(spec, stream: "evaluation").first(2) != Latents(spec).first(2))
  }

  @Test func epochsAreCountedInSteps() throws {
    #expect(try session().stepsPerEpoch == 2)
    #expect(TrainSpec.Length.epochs(3).steps(perEpoch: 2) == 6)
    #expect(TrainSpec.Length.steps(5).steps(perEpoch: 2) == 5)
  }
}
