import ModelSpec
import Testing

struct OverrideTests {
  private static func read(_ overrides: String..., spec: String = SpecFixture.small) throws -> Spec
  {
    try SpecFixture.read(spec, overrides)
  }

  @Test func setsFields() throws {
    let spec = try Self.read(
      "seed=7", "train.batch=16", "model.ngf=6", "name=other", "latent=uniform",
      "loss.label_smoothing.real=[0, 0.2]", "samples.every=5", "data.size=[8, 16]")
    #expect(spec.seed == 7 && spec.train.batch == 16 && spec.name == "other")
    #expect(spec.generator[0].layer.integer("out") == 12)
    #expect(spec.latent == .uniform)
    #expect(spec.loss.smoothReal == .drawn(0, 0.2))
    #expect(spec.samples.every == 5)
    #expect(spec.data.height == 8 && spec.data.width == 16)
  }

  @Test func theLastOneWins() throws {
    #expect(try Self.read("seed=7", "seed=8").seed == 8)
  }

  @Test func layersAreAddressedAsWritten() throws {
    let spec = try Self.read(
      "generator.3.conv_transpose.kernel=[6, 4]", "discriminator.1.leaky_relu.slope=0.3",
      "generator.1.when=false", "discriminator.0.init.normal.std=0.5")
    #expect(spec.generator.count == 4)
    #expect(spec.generator[2].layer.integers("kernel") == [6, 4])
    #expect(spec.discriminator[1].layer.real("slope") == 0.3)
    #expect(spec.discriminator[0].initializers["weight"]?.real("std") == 0.5)
    #expect(spec.discriminator[0].initializers["bias"]?.kind == "default")
  }

  @Test func listItemsComeAndGo() throws {
    let spec = try Self.read(
      "+discriminator.3=sigmoid", "~generator.1", "+generator.2=dropout: 0.3")
    #expect(spec.discriminator.map(\.layer.kind) == ["conv", "leaky_relu", "conv", "sigmoid"])
    #expect(
      spec.generator.map(\.layer.kind)
        == ["conv_transpose", "relu", "dropout", "conv_transpose", "tanh"])
    #expect(spec.generator[2].layer.real("p") == 0.3)
  }

  @Test func itemsOfAnyWrittenListAreAddressed() throws {
    let text = SpecFixture.small("kernel: 4}\ntrain", "kernel: [4, 3]}\ntags: [a]\ntrain")
    let spec = try Self.read("+tags.0=b", "discriminator.2.conv.kernel.0=5", spec: text)
    #expect(spec.tags == ["b", "a"])
    #expect(spec.discriminator[2].layer.integers("kernel") == [5, 3])
    #expect(throws: SpecError.self) {
      try Self.read("discriminator.0.conv.kernel.0=5", spec: text)
    }
  }

  @Test func loopsAreAddressedAsWritten() throws {
    let spec = try Self.read(
      "generator.0.repeat.layers.0.linear.out=9", "generator.0.repeat.i=1..3",
      spec: SpecFixture.small(
        "  - batch_norm", "  - relu"
      ).replacing(
        "generator:\n", with: "generator:\n  - repeat: {i: 1..2, layers: [{linear: 8}]}\n"))
    #expect(spec.generator.prefix(4).map { $0.layer.integer("out") } == [9, 9, 9, 8])
  }

  @Test func namesAreAddedUnderModel() throws {
    let spec = try Self.read("+model.wide=true", "+discriminator.3={relu: {}, when: not wide}")
    #expect(spec.discriminator.count == 3)
  }

  @Test func keysAreTakenOut() throws {
    let spec = SpecFixture.small + "seed: 9\nloss: {generator: saturating}\n"
    #expect(try Self.read("~seed", spec: spec).seed == 1)
    #expect(try Self.read("~loss.generator", spec: spec).loss.generator.kind == "non_saturating")
  }

  @Test func takingTheOnlySchemeOutTakesTheWeightsOut() throws {
    let spec = SpecFixture.small + "init: {conv: {normal: {std: 0.5}}}\n"
    let weight = try Self.read("~init.conv.normal", spec: spec).discriminator[0].initializers
    #expect(weight["weight"]?.kind == "default")
  }

  @Test func alternativesReplaceEachOther() throws {
    let spec = try Self.read("train.epochs=3", "data.path=x.zip", "loss.generator.saturating={}")
    guard case .epochs(3) = spec.train.length, case .path = spec.data.source else {
      Issue.record("the old alternatives are still there")
      return
    }
    #expect(spec.loss.generator.kind == "saturating")
  }

  @Test func aPathIntoOneNetworksOptimizerSplitsTheShared() throws {
    let shared = SpecFixture.small + "optimizer: {adam: {lr: 2e-4, betas: [0.5, 0.9]}}"
    let spec = try Self.read("optimizer.generator.adam.lr=1e-4", spec: shared)
    #expect(spec.generatorOptimizer.real("lr") == 1e-4)
    #expect(spec.discriminatorOptimizer.real("lr") == 2e-4)
    #expect(spec.generatorOptimizer.reals("betas") == [0.5, 0.9])
    let unwritten = try Self.read("optimizer.generator.adam.lr=1e-4")
    #expect(unwritten.discriminatorOptimizer.real("lr") == 1e-3)
    let both = try Self.read(
      "optimizer.generator.adam.lr=1e-4", "optimizer.adam.lr=5e-4", spec: shared)
    #expect(both.generatorOptimizer.real("lr") == 5e-4)
    #expect(both.discriminatorOptimizer.real("lr") == 5e-4)
  }

  @Test func overridesGoOverWhatIsExtended() throws {
    let fixture = try SpecFixture([
      "spec.yaml": "extends: base.yaml", "base.yaml": SpecFixture.small,
    ])
    #expect(try fixture.read("spec.yaml", ["train.steps=3"]).generator.count == 5)
  }

  @Test func marksPointIntoTheOverride() throws {
    let spec = try Self.read("train.batch=16")
    #expect(
      spec.train.batchMark
        == Mark(origin: .override("train.batch=16"), line: 1, column: 13))
  }
}
