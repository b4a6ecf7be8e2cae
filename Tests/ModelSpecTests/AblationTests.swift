import ModelSpec
import Testing

struct AblationTests {
  private static let spec = SpecFixture.small.replacing(
    "nc: 3, ngf: 4}", with: "nc: 3, ngf: 4, bn: true}"
  ).replacing("- batch_norm", with: "- {batch_norm: {}, when: bn}")

  private static func expand(_ ablation: String) throws -> Expansion {
    try SpecFixture.expand("ablation:\n" + ablation, spec: spec)
  }

  @Test func theSpecItselfComesFirst() throws {
    let expansion = try Self.expand(
      "  variants: {no_bn: {model.bn: false}, small: {model.ngf: 2, train.batch: 2}}\n  seeds: 2")
    #expect(expansion.kind == .ablation)
    #expect(
      expansion.configurations.map { "\($0.name) \($0.spec.seed)" } == [
        "baseline 1", "baseline 2", "no_bn 1", "no_bn 2", "small 1", "small 2",
      ])
    #expect(expansion.configurations.map(\.spec.generator.count) == [5, 5, 4, 4, 5, 5])
    #expect(expansion.configurations[0].changes.isEmpty)
    #expect(expansion.configurations[4].changes.map(\.path) == ["model.ngf", "train.batch"])
    #expect(
      expansion.configurations[0].digest
        == (try SpecFixture.read(Self.spec).digest(catalogue: TestCatalogue.standard)))
  }

  @Test func layersKeepTheirPlaces() throws {
    let layers = try Self.expand("  variants: {no_bn: {model.bn: false}}").configurations[1].spec
      .generator
    #expect(layers.map(\.place) == [0, 2, 3, 4])
  }

  @Test(arguments: [
    "train.epochs: 3", "data.path: faces.zip", "optimizer.discriminator.adam.lr: 4e-4",
    "optimizer.adam: {lr: 1e-4, eps: 1e-6}", "loss.generator: saturating", "latent: uniform",
    "init.conv.normal.std: 0.02", "generator.2: {leaky_relu: 0.1}", "data.size: [8, 16]",
    "loss.label_smoothing.real: [0, 0.1]", "discriminator.1.leaky_relu.slope: 0.1",
    "generator.1.when: false", "optimizer.adam.betas: [0.5, 0.9]", "seed: 9",
    "loss.label_smoothing: {real: 0.1, fake: 0.1}", "model.nz: 16", "data.flip: true",
  ])
  func changesOfOneThingAreFine(_ change: String) throws {
    #expect(try Self.expand("  variants: {one: {\(change)}}").configurations.count == 2)
  }

  @Test func aChangeThatDrawsOtherNumbersForOthersIsRefused() throws {
    let ladder = SpecFixture.small("ngf: 4}", "ngf: 4, depth: 1}").replacing(
      "generator:\n",
      with: "generator:\n  - repeat: {i: 1..depth, layers: [{linear: 8}]}\n")
    let error = #expect(throws: SpecError.self) {
      try SpecFixture.expand("ablation: {variants: {deep: {model.depth: 2}}}", spec: ladder)
    }
    #expect(
      error?.diagnostics.map(\.problem.message) == [
        "`deep` moves layers of the generator to other places, where they draw other random numbers"
      ])
    let switched = ladder.replacing(
      "1..depth, layers: [{linear: 8}]", with: "1..2, layers: [{linear: 8, when: i <= depth}]")
    #expect(
      try SpecFixture.expand("ablation: {variants: {deep: {model.depth: 2}}}", spec: switched)
        .configurations[1].spec.generator.count == 7)
  }
}
