import Engine
import Kernels
import Layers
import ModelSpec
import Testing

@Suite struct TrainingGraphTests {
  /// The bits of every state after some steps on made-up images.
  static func train(
    _ spec: Spec, threads: Int, _ set: InstructionSet, traced: Bool = false, steps: Int = 3
  ) throws -> [String: [UInt32]] {
    let graph = try TrainingGraph(spec, traced: traced)
    let executor = try Executor(graph.plan, threads: threads, instructionSet: set)
    for (name, tensor) in graph.initialState() { try executor.upload(tensor, to: name) }
    for step in 1...steps {
      for (index, name) in graph.realInputs.enumerated() {
        let shape = try #require(graph.plan.inputShapes[name])
        let values = (0..<shape.reduce(1, *)).map {
          Float(($0 * 7_919 + step * 31 + index * 17) % 255) / 127.5 - 1
        }
        try executor.upload(Tensor(shape: shape, values: values), to: name)
      }
      for (name, tensor) in graph.schedule(step: step) { try executor.upload(tensor, to: name) }
      executor.run(step: UInt32(step))
    }
    var bits: [String: [UInt32]] = [:]
    for name in graph.plan.stateShapes.keys {
      bits[name] = try executor.download(name).values.map(\.bitPattern)
    }
    return bits
  }

  static let variants: [[String]] = [
    [], ["train.discriminator_steps=2"], ["train.joint_batches=true"], ["train.new_fakes=true"],
    ["loss.label_smoothing.real=[0, 0.2]", "loss.label_smoothing.fake=[0, 0.1]"],
    ["+discriminator.3=dropout: 0.3"], ["loss.generator=saturating"], ["latent=uniform"],
  ]

  @Test(arguments: variants) func bitsDependOnNoThreadAndNoWidth(overrides: [String]) throws {
    let spec = try SpecText.read(SpecText.small, overrides: overrides)
    let expected = try Self.train(spec, threads: 1, .best)
    #expect(expected.count > 10)
    for set in InstructionSet.available {
      for threads in 1...3 {
        #expect(
          try Self.train(spec, threads: threads, set) == expected, "\(set) \(threads) threads")
      }
    }
    // What is recorded beside changes nothing.
    #expect(try Self.train(spec, threads: 2, .best, traced: true) == expected)
  }

  /// What the arithmetic version `cpu-4` computes.
  ///
  /// Where this fails, bits have changed: if that is meant, the version goes up with the digest.
  @Test func bitsAreThoseOfTheArithmeticVersion() throws {
    let spec = try SpecText.read(SpecText.varied)
    let bits = try Self.train(spec, threads: 2, .best)
    #expect(bits.count > 30)
    // FNV-1a over the words of all states, by name.
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    for (_, words) in bits.sorted(by: { $0.key < $1.key }) {
      for word in words { digest = (digest ^ UInt64(word)) &* 0x100_0000_01b3 }
    }
    #expect(digest == 13_570_608_941_387_258_246)
  }

  @Test func variantsDiffer() throws {
    var seen: [[String: [UInt32]]] = []
    for overrides in Self.variants {
      let spec = try SpecText.read(SpecText.small, overrides: overrides)
      let bits = try Self.train(spec, threads: 1, .best)
      #expect(!seen.contains { $0["generator/0.weight"] == bits["generator/0.weight"] })
      seen.append(bits)
    }
  }

  @Test func eachStepMovesEveryParameter() throws {
    let spec = try SpecText.read(SpecText.small)
    let first = try Self.train(spec, threads: 1, .best, steps: 1)
    let second = try Self.train(spec, threads: 1, .best, steps: 2)
    for (name, bits) in first { #expect(second[name] != bits, "\(name)") }
  }

  @Test func aSampleDependsOnItsLatentAlone() throws {
    let spec = try SpecText.read(SpecText.small)
    let graph = try SamplingGraph(spec)
    let executor = try Executor(graph.plan, threads: 2)
    for (name, tensor) in try TrainingGraph(spec).initialState()
    where graph.plan.stateShapes[name] != nil {
      try executor.upload(tensor, to: name)
    }
    func image(at place: Int, among others: Float) throws -> [UInt32] {
      var z = [Float](repeating: others, count: SamplingGraph.batch * spec.nz)
      for index in 0..<spec.nz { z[place * spec.nz + index] = Float(index) - 2 }
      try executor.upload(Tensor(shape: [SamplingGraph.batch, spec.nz], values: z), to: "z")
      executor.run(step: 0)
      let images = try executor.download("images").values
      let size = images.count / SamplingGraph.batch
      return images[place * size..<(place + 1) * size].map(\.bitPattern)
    }
    let expected = try image(at: 0, among: 0)
    #expect(try image(at: 0, among: 1) == expected)
    #expect(try image(at: 63, among: -1) == expected)
  }
}
