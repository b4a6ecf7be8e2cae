import ModelSpec
import Testing

struct SweepTests {
  private static func names(_ sweep: String, _ overrides: String...) throws -> [String] {
    try SpecFixture.expand("sweep:\n" + sweep, overrides).configurations.map(\.name)
  }

  @Test func aSpecWithoutOneIsItsOnlyConfiguration() throws {
    let expansion = try SpecFixture.expand("seed: 5\n", ["train.batch=2"])
    #expect(expansion.kind == .single)
    #expect(expansion.configurations.map(\.name) == ["spec"])
    let only = try #require(expansion.configurations.first)
    #expect(only.changes.isEmpty && only.spec.seed == 5 && only.spec.train.batch == 2)
  }

  @Test func aGridVariesTheLastKeyFastest() throws {
    let names = try Self.names("  grid: {train.batch: [4, 8], model.ngf: [2, 4, 6]}")
    #expect(
      names == [
        "batch=4, ngf=2", "batch=4, ngf=4", "batch=4, ngf=6",
        "batch=8, ngf=2", "batch=8, ngf=4", "batch=8, ngf=6",
      ])
  }

  @Test func aZipPairs() throws {
    #expect(
      try Self.names("  zip: {train.batch: [4, 8], model.ngf: [2, 6]}")
        == ["batch=4, ngf=2", "batch=8, ngf=6"])
  }

  @Test func aMappingIsTheProductOfItsPartsAsWritten() throws {
    let names = try Self.names(
      """
        seeds: [7, 9]
        list: [{train.steps: 5}, {train.steps: 6, latent: uniform}]
        grid: {train.batch: [4, 8]}
      """)
    #expect(
      names == [
        "steps=5, batch=4", "steps=5, batch=4", "steps=5, batch=8", "steps=5, batch=8",
        "steps=6, latent=uniform, batch=4", "steps=6, latent=uniform, batch=4",
        "steps=6, latent=uniform, batch=8", "steps=6, latent=uniform, batch=8",
      ])
  }

  @Test func aListIsTheUnionOfItsMappings() throws {
    #expect(
      try Self.names("  - grid: {train.batch: [4, 8]}\n  - list: [{}, {latent: uniform}]")
        == ["batch=4", "batch=8", "spec", "latent=uniform"])
  }

  @Test func configurationsAreReadAsIfOverridden() throws {
    let expansion = try SpecFixture.expand(
      "sweep: {grid: {model.ngf: [2, nz], optimizer.generator.adam.lr: [1e-4], latent: [uniform]}}")
    let specs = expansion.configurations.map(\.spec)
    #expect(specs.map { $0.generator[0].layer.integer("out") } == [4, 16])
    #expect(specs.allSatisfy { $0.generatorOptimizer.real("lr") == 1e-4 })
    #expect(specs.allSatisfy { $0.discriminatorOptimizer.real("lr") == 1e-3 })
    #expect(expansion.base.generator[0].layer.integer("out") == 8)
    for (configuration, ngf) in zip(expansion.configurations, ["2", "nz"]) {
      let alone = try SpecFixture.read(
        SpecFixture.small,
        ["model.ngf=\(ngf)", "optimizer.generator.adam.lr=1e-4", "latent=uniform"])
      #expect(configuration.digest == alone.digest(catalogue: TestCatalogue.standard))
    }
  }

  @Test func changesKeepTheirTypesAndOrder() throws {
    let expansion = try SpecFixture.expand(
      "sweep: {list: [{train.batch: 8, loss.label_smoothing.real: [0, 1e-1], "
        + "data.background: \"#000000\", data.flip: true, model.ngf: nz * 2}]}")
    let changes = try #require(expansion.configurations.first).changes
    #expect(
      changes.map(\.path) == [
        "train.batch", "loss.label_smoothing.real", "data.background", "data.flip", "model.ngf",
      ])
    #expect(
      changes.map(\.value) == [
        .integer(8), .array([.integer(0), .number(0.1)]), .string("#000000"), .bool(true),
        .string("nz * 2"),
      ])
  }

  @Test func seedsBeginAtTheSpecsOwn() throws {
    func seeds(_ text: String, _ overrides: [String] = []) throws -> [UInt64] {
      try SpecFixture.expand(text, overrides).configurations.map(\.spec.seed)
    }
    #expect(try seeds("sweep: {seeds: 3}") == [1, 2, 3])
    #expect(try seeds("seed: 5\nsweep: {seeds: 2, grid: {train.batch: [4, 8]}}") == [5, 6, 5, 6])
    #expect(try seeds("sweep: {seeds: 2}", ["seed=8"]) == [8, 9])
    #expect(try seeds("sweep: {seeds: [4, 2]}") == [4, 2])
    #expect(try seeds("sweep: {grid: {seed: [4, 2]}}") == [4, 2])
  }

  @Test func whatIsExcludedIsLeftOut() throws {
    #expect(
      try Self.names(
        "  grid: {train.batch: [4, 8], loss.label_smoothing.real: [0, 0.1]}\n"
          + "  exclude: [{train.batch: 8, loss.label_smoothing.real: 0.0}]")
        == ["batch=4, real=0", "batch=4, real=0.1", "batch=8, real=0.1"])
  }

  @Test func excludingSeesWhatAConfigurationLeavesAsItIs() throws {
    #expect(
      try Self.names(
        "  list: [{train.steps: 5}, {train.steps: 6, train.batch: 8}]\n"
          + "  exclude: [{train.batch: 4}]") == ["steps=6, batch=8"])
  }

  @Test func namesTellPathsApart() throws {
    let sweep = """
        list:
          - {generator.0.conv_transpose.kernel: 4, discriminator.0.conv.out: 2}
          - {discriminator.2.conv.kernel: 4, ~generator.1: }
          - {optimizer.adam.betas: [0.5, 0.9], +model.depth: 2}

      """
    #expect(
      try SpecFixture.expand("sweep:\n" + sweep).configurations.map(\.name) == [
        "conv_transpose.kernel=4, out=2", "conv.kernel=4, ~generator.1",
        "betas=[0.5, 0.9], depth=2",
      ])
  }

  @Test func aSchedulerIsReadAndChangesNoDigest() throws {
    let measured = "evaluate: {metrics: [swd]}\n"
    let plain = try SpecFixture.expand(measured + "sweep: {seeds: 2}")
    let halved = try SpecFixture.expand(
      measured + "sweep: {seeds: 2, scheduler: {successive_halving: "
        + "{metric: swd, rungs: [500, 2000], keep: 1/4}}}")
    #expect(plain.scheduler == nil)
    #expect(halved.scheduler?.metric == "swd")
    #expect(halved.scheduler?.rungs == [500, 2000])
    #expect(halved.scheduler?.keep == 0.25)
    #expect(plain.configurations.map(\.digest) == halved.configurations.map(\.digest))
  }

  @Test func theBaseIsReadAsIfThereWereNone() throws {
    let text = SpecFixture.small + "sweep: {seeds: 0}\n"
    let digest = try SpecFixture.read(text).digest(catalogue: TestCatalogue.standard)
    #expect(
      digest == (try SpecFixture.read(SpecFixture.small).digest(catalogue: TestCatalogue.standard)))
  }

  @Test func aSweepCanBeOverriddenAndTakenOut() throws {
    let text = "sweep: {seeds: 2}"
    #expect(try SpecFixture.expand(text, ["sweep.seeds=3"]).configurations.count == 3)
    #expect(try SpecFixture.expand(text, ["~sweep"]).kind == .single)
  }

  @Test func whatOthersFindInAConfigurationIsToldAtItsValue() throws {
    let error = #expect(throws: SpecError.self) {
      try SpecFixture.expand("sweep: {grid: {train.batch: [4, 5, 8], seed: [1, 2]}}") { spec in
        spec.train.batch == 5
          ? [Diagnostic(.error, at: spec.networkMarks[.generator], OtherProblem())] : []
      }
    }
    let diagnostics = try #require(error?.diagnostics)
    #expect(diagnostics.count == 1)
    #expect(diagnostics[0].mark?.line == 15 && diagnostics[0].mark?.column == 33)
    #expect(
      diagnostics[0].problem.message
        == "it is odd (line 4, in configuration `batch=5, seed=1` and 1 more)")
  }

  private struct OtherProblem: Problem {
    let message = "it is odd"
    let help: String? = nil
  }
}
