import ModelSpec
import Testing

struct CompositionTests {
  private static func fixture(_ child: String, base: String = SpecFixture.small) throws
    -> SpecFixture
  {
    try SpecFixture(["base/b.yaml": base, "spec.yaml": "extends: base/b.yaml\n" + child])
  }

  @Test func mappingsMergeAndListsAreReplaced() throws {
    let spec = try Self.fixture(
      """
      model: {ngf: 6}
      discriminator: [{conv: {out: 1, kernel: 8}}]
      """
    ).read()
    #expect(spec.nz == 8)
    #expect(spec.generator[0].layer.integer("out") == 12)
    #expect(spec.discriminator.count == 1)
    #expect(spec.name == "spec")
  }

  @Test func laterFilesGoOverEarlierOnes() throws {
    let spec = try SpecFixture([
      "spec.yaml": "extends: [a.yaml, x/b.yaml]\nseed: 4", "a.yaml": SpecFixture.small + "seed: 2",
      "x/b.yaml": "extends: c.yaml\ntrain: {batch: 16}", "x/c.yaml": "seed: 3\ntrain: {batch: 32}",
    ]).read()
    #expect(spec.seed == 4)
    #expect(spec.train.batch == 16)
  }

  @Test func keysThatExcludeEachOtherReplaceEachOther() throws {
    let base =
      SpecFixture.small("{synthetic: shapes, size: 8}", "{synthetic: shapes, count: 5, size: 8}")
        + """
        loss: {generator: saturating}
        init: {conv: {normal: {std: 0.02}}}
        checkpoints: {every: 5}
        optimizer: {generator: {adam: {lr: 1}}, discriminator: {adam: {lr: 2}}}
        """
    let spec = try Self.fixture(
      """
      data: {path: emoji.zip}
      train: {epochs: 3}
      loss: {generator: non_saturating}
      init: {conv: {bias: 0, weight: {uniform: {high: 2}}}}
      checkpoints: {minutes: 1}
      optimizer: {adam: {lr: 3}}
      """, base: base
    ).read()
    guard case .path("emoji.zip", let resolved, _) = spec.data.source,
      case .epochs(3) = spec.train.length, case .minutes(1) = spec.checkpoints.interval
    else {
      Issue.record("the base's alternatives are still there")
      return
    }
    #expect(!resolved.contains("base/"))
    #expect(spec.loss.generator.kind == "non_saturating")
    #expect(spec.discriminator[0].initializers["weight"]?.kind == "uniform")
    #expect(spec.discriminator[0].initializers["bias"]?.kind == "constant")
    #expect(spec.generatorOptimizer.real("lr") == 3 && spec.discriminatorOptimizer.real("lr") == 3)
  }

  @Test func optionsOfOneKindMerge() throws {
    let base = SpecFixture.small + "optimizer: {adam: {lr: 2e-4, betas: [0.5, 0.9]}}"
    let spec = try Self.fixture("optimizer: {adam: 1e-4}", base: base).read()
    #expect(spec.generatorOptimizer.real("lr") == 1e-4)
    #expect(spec.generatorOptimizer.reals("betas") == [0.5, 0.9])
  }

  @Test func pathsAreRelativeToTheFileThatSaysThem() throws {
    let base = SpecFixture.small("synthetic: shapes", "path: data/emoji.zip")
    let fixture = try Self.fixture("", base: base)
    guard case .path(let written, let resolved, let mark) = try fixture.read().data.source else {
      Issue.record("no path")
      return
    }
    #expect(written == "data/emoji.zip")
    #expect(resolved == fixture.path("base/data/emoji.zip"))
    #expect(mark?.origin == .file(fixture.path("base/b.yaml")))
    guard
      case .path(_, "x.zip", _) = try fixture.read("spec.yaml", ["data.path=x.zip"]).data.source
    else {
      Issue.record("an override's path isn't relative to the current folder")
      return
    }
  }

  @Test func sweepsAreNotInherited() throws {
    let spec = try Self.fixture(
      "", base: SpecFixture.small + "sweep: {grid: {seed: [1, 2]}}"
    ).read()
    #expect(spec.seed == 1)
  }

  @Test func aFileMayComeInTwice() throws {
    let spec = try SpecFixture([
      "spec.yaml": "extends: [a.yaml, b.yaml]", "a.yaml": "extends: c.yaml\nseed: 2",
      "b.yaml": "extends: c.yaml", "c.yaml": SpecFixture.small + "seed: 3",
    ]).read()
    #expect(spec.seed == 3)
  }

  @Test func symbolicLinksDoNotHideCircles() throws {
    let fixture = try SpecFixture(["spec.yaml": "extends: ./x/../spec.yaml", "x/y": ""])
    let error = #expect(throws: SpecError.self) { try fixture.read() }
    #expect(error.map(DiagnosticRenderer.render)?.contains("round in a circle") == true)
  }
}
