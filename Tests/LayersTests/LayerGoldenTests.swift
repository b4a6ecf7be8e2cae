import Engine
import Layers
import ModelSpec
import Testing

/// Layers, losses and the optimiser against PyTorch in double precision.
@Suite struct LayerGoldenTests {
  /// The layer of a spec item, such as `conv: {out: 5, kernel: 3}`.
  private func layer(_ item: String, shape: [Int]) throws -> LayerSpec {
    let text = """
      schema: 1
      model: {nz: 1, nc: 1}
      data: {synthetic: shapes, size: 8}
      generator:
        - \(item)
      discriminator:
        - flatten
      train: {batch: 1, steps: 1}
      """
    return try SpecText.read(text).generator[0]
  }

  @Test func everyKindIsCovered() throws {
    let covered = Set(
      try Golden.load().layers.map { String($0.layer.prefix { $0 != ":" }) })
    #expect(covered == Set(LayerCatalogue.standard.layers.map(\.name)))
  }

  @Test func layersMatchPyTorch() throws {
    for golden in try Golden.load().layers {
      let spec = try layer(golden.layer, shape: golden.inputShape)
      for training in [true, false] {
        let plan = try LayerProbe.layer(spec, inputShape: golden.inputShape, training: training)
        let executor = try Executor(plan, threads: 2)
        try executor.upload(
          Tensor(shape: golden.inputShape, values: golden.input), to: "x")
        try executor.upload(
          Tensor(shape: golden.outputShape, values: golden.direction), to: "direction")
        for (name, shape) in plan.stateShapes {
          let start =
            golden.parameters[name]
            ?? [Float](repeating: name == "running_var" ? 1 : 0, count: shape.reduce(1, *))
          // PyTorch has moved its statistics by the time that it evaluates.
          let moved = training ? start : golden.statistics[name]?.map { Float($0) } ?? start
          try executor.upload(Tensor(shape: shape, values: moved), to: name)
        }
        executor.run(step: 1)
        func error(_ name: String, _ expected: [Double]) throws -> Double {
          Golden.error(try executor.download(name).values, expected)
        }
        if training {
          #expect(try error("y", golden.output) < 1e-5, "\(golden.layer)")
          #expect(try error("grad/x", golden.inputGradient) < 1e-5, "\(golden.layer)")
          for (name, gradient) in golden.parameterGradients {
            #expect(try error("grad/\(name)", gradient) < 1e-5, "\(golden.layer) \(name)")
          }
          for (name, statistic) in golden.statistics {
            #expect(try error(name, statistic) < 1e-5, "\(golden.layer) \(name)")
          }
        } else {
          #expect(try error("y", golden.evaluated) < 1e-5, "\(golden.layer)")
        }
      }
    }
  }

  @Test func lossesMatchPyTorch() throws {
    let golden = try Golden.load().losses
    for (kind, expected) in [
      ("non_saturating", golden.nonSaturating), ("saturating", golden.saturating),
    ] {
      var spec = try SpecText.read(SpecText.small).loss
      spec.generator = KindInstance(kind: kind, mark: nil, options: [:])
      let executor = try Executor(
        LayerProbe.losses(
          spec, batch: 7, realTarget: 0.9, fakeTarget: 0.05, generatorTarget: 0.95), threads: 1)
      try executor.upload(Tensor(shape: [7, 1], values: golden.real), to: "real")
      try executor.upload(Tensor(shape: [7, 1], values: golden.fake), to: "fake")
      executor.run(step: 1)
      #expect(Golden.error(try executor.download("discriminator").values, [golden.bce]) < 1e-6)
      #expect(Golden.error(try executor.download("generator").values, [expected]) < 1e-6)
    }
  }

  @Test func adamMatchesPyTorch() throws {
    let golden = try Golden.load()
    let plain: [String: OptionValue] = [
      "lr": .real(0.01), "betas": .reals([0.5, 0.999]), "eps": .real(1e-8),
      "weight_decay": .real(0),
    ]
    let decayed: [String: OptionValue] = [
      "lr": .real(0.002), "betas": .reals([0.9, 0.99]), "eps": .real(1e-4),
      "weight_decay": .real(0.1),
    ]
    for (options, expected) in [(plain, golden.adam), (decayed, golden.adamWithDecay)] {
      let kind = KindInstance(kind: "adam", mark: nil, options: options)
      let executor = try Executor(LayerProbe.optimizer(kind, count: 5), threads: 1)
      try executor.upload(Tensor(shape: [5], values: expected.initial), to: "parameter")
      for (index, gradient) in expected.gradients.enumerated() {
        try executor.upload(Tensor(shape: [5], values: gradient), to: "gradient")
        for (key, number) in LayerProbe.schedule(kind, update: index + 1) {
          try executor.upload(Tensor(shape: [], values: [Float(number)]), to: key)
        }
        executor.run(step: UInt32(index + 1))
        let found = try executor.download("parameter").values
        #expect(Golden.error(found, expected.values[index]) < 1e-6)
      }
    }
  }

  /// `torch.nn.Dropout`: kept values times 1 / (1 - p), the gradient through the same mask, the
  /// identity in evaluation.
  @Test func dropoutDropsAndScales() throws {
    let spec = try layer("dropout: 0.25", shape: [4, 3, 5, 5])
    let values = (0..<300).map { Float($0 + 1) }
    for training in [true, false] {
      let plan = try LayerProbe.layer(spec, inputShape: [4, 3, 5, 5], training: training)
      let executor = try Executor(plan, threads: 2)
      try executor.upload(Tensor(shape: [4, 3, 5, 5], values: values), to: "x")
      try executor.upload(Tensor(shape: [4, 3, 5, 5], values: values), to: "direction")
      executor.run(step: 1)
      let y = try executor.download("y").values
      #expect(try executor.download("grad/x").values == y)
      if training {
        let factors = zip(y, values).map { $0 / $1 }
        #expect(factors.allSatisfy { $0 == 0 || abs($0 - 4.0 / 3) < 1e-6 })
        let kept = factors.count { $0 > 0 }
        #expect((190...260).contains(kept))
        executor.run(step: 2)
        #expect(try executor.download("y").values != y)
      } else {
        #expect(y == values)
      }
    }
  }
}
