import ModelSpec
import Testing

struct DigestTests {
  private static let catalogue = TestCatalogue.standard

  private static func digest(_ text: String = SpecFixture.small, _ overrides: [String] = [])
    throws -> String
  {
    try SpecFixture.read(text, overrides).digest(catalogue: catalogue)
  }

  /// By hand from the rules, hashed by `sha256sum`.
  @Test func isTheHashOfWhatDeterminesTheWeights() throws {
    let spec = try SpecFixture.read(SpecFixture.small)
    #expect(
      spec.digested(catalogue: Self.catalogue).canonical
        == #"{"data":{"size":[8,8],"synthetic":{"shapes":{}}},"discriminator":["#
        + #"{"conv":{"kernel":[4,4],"out":4,"padding":[1,1],"stride":[2,2]}},"#
        + #"{"leaky_relu":{"slope":0.2}},{"conv":{"kernel":[4,4],"out":1}}],"generator":["#
        + #"{"conv_transpose":{"bias":false,"kernel":[4,4],"out":8}},{"batch_norm":{}},{"relu":{}},"#
        + #"{"conv_transpose":{"kernel":[4,4],"out":3,"padding":[1,1],"stride":[2,2]}},"#
        + #"{"tanh":{}}],"model":{"nc":3,"nz":8},"schema":1,"train":{"batch":4,"steps":10}}"#)
    #expect(
      spec.digest(catalogue: Self.catalogue)
        == "1655dc04f909afe252502d2d38946d07006ff68a07ce565d09ed52859757e5b9")
  }

  @Test(arguments: [
    ("ngf: 4", "ngf: 2*2"), ("ngf: 4", "ngf: 4, other: 3"), ("schema: 1", "# a comment\nschema: 1"),
    ("out: ngf*2, kernel: 4", "kernel: [4, 4], out: 2**3"),
    ("- batch_norm", "- batch_norm: {eps: 1e-5}"),
    ("schema: 1", "schema: 1\nseed: 1"), ("schema: 1", "schema: 1\nsamples: {every: 3, count: 16}"),
    ("schema: 1", "schema: 1\nname: other\ndescription: x\ntags: [a]"),
    ("schema: 1", "schema: 1\ncheckpoints: {every: 7, keep: 1}\nlog: {every: 2}"),
    ("schema: 1", "schema: 1\nevaluate: {metrics: [{swd: {directions: 9}}], every: 3}"),
    ("schema: 1", "schema: 1\nlatent: normal"), ("schema: 1", "schema: 1\noptimizer: adam"),
    ("schema: 1", "schema: 1\noptimizer: {adam: {lr: 0.001, eps: 1e-8}}"),
    (
      "schema: 1", "schema: 1\nloss: {discriminator: bce, label_smoothing: {real: 0, fake: [0, 0]}}"
    ),
    ("size: 8", "size: [8, 8], flip: false, background: \"#FFFFFF\", count: 10000"),
    ("steps: 10", "steps: 10, discriminator_steps: 1, joint_batches: false, new_fakes: false"),
    ("- tanh", "- {tanh: {}, name: last}"), ("- relu", "- relu\n  - {sigmoid: {}, when: false}"),
    ("schema: 1", "schema: 1\ninit: {conv: {default: {}}, linear: 0}"),
    ("- relu", "- repeat: {i: 1..1, layers: [relu]}"),
    ("synthetic: shapes", "synthetic: {shapes: {}}"),
  ])
  func whatChangesNoWeightChangesNothing(_ old: String, _ new: String) throws {
    let text = SpecFixture.small(old, new)
    #expect(text != SpecFixture.small)
    if new.contains("sigmoid") {
      // The layers after one that is off keep their places, and so their draws.
      #expect(try Self.digest(text) != Self.digest())
    } else {
      #expect(try Self.digest(text) == Self.digest())
    }
  }

  @Test(arguments: [
    "seed=2", "model.nz=9", "model.nc=1", "model.ngf=5", "data.size=[8, 9]", "data.flip=true",
    "data.background=\"#fffffe\"", "data.count=9999", "latent=uniform", "loss.generator=saturating",
    "loss.label_smoothing.real=0.1", "loss.label_smoothing.fake=0.1",
    "loss.label_smoothing.generator=0.1", "loss.label_smoothing.real=[0, 0.1]",
    "optimizer.adam.lr=1e-4", "optimizer.generator.adam.lr=1e-4",
    "optimizer.discriminator.adam.lr=1e-4", "optimizer.adam.betas=[0.5, 0.999]",
    "optimizer.adam.eps=1e-7", "optimizer.adam.weight_decay=1e-4", "train.batch=5",
    "train.steps=11", "train.epochs=10", "train.discriminator_steps=2", "train.joint_batches=true",
    "train.new_fakes=true", "train.stop_when.alike.spread=0.1", "init.conv.normal.std=0.02",
    "init.conv.bias=0",
    "init.batch_norm.weight=2", "generator.1.batch_norm.eps=1e-3",
    "generator.1.batch_norm.momentum=0.2", "generator.0.conv_transpose.bias=true",
    "generator.0.init.orthogonal={}", "~generator.2", "generator.2=tanh", "+generator.2=relu",
    "discriminator.1.leaky_relu.slope=0.1", "discriminator.0.conv.kernel=3",
  ])
  func whatChangesAWeightChangesIt(_ override: String) throws {
    #expect(try Self.digest(SpecFixture.small, [override]) != Self.digest())
  }

  @Test func whatEndsATrainingIsInItWithoutDefaults() throws {
    let spec = try SpecFixture.read(
      SpecFixture.small, ["train.stop_when={alike: {spread: 0.1}, saturated: {midtones: 1/4}}"])
    #expect(
      spec.digested(catalogue: Self.catalogue).canonical.hasSuffix(
        #""train":{"batch":4,"steps":10,"stop_when":{"alike":{"spread":0.1},"#
          + #""saturated":{"midtones":0.25}}}}"#))
    let digest = spec.digest(catalogue: Self.catalogue)
    let written = "train.stop_when={alike: {spread: 0.1, steps: 0}, saturated: {midtones: 0.25}}"
    #expect(
      try Self.digest(SpecFixture.small, [written, "train.stop_when.every=100"]) == digest)
    for change in ["alike.spread=0.2", "alike.steps=1", "every=99", "discriminator_wins.error=1"] {
      #expect(
        try Self.digest(SpecFixture.small, [written, "train.stop_when.\(change)"]) != digest)
    }
  }

  @Test func thePathOfTheDataIsNotInIt() throws {
    let digests = try ["a.zip", "b/c.zip", "/d.zip"].map {
      try Self.digest(SpecFixture.small, ["data.path=\($0)"])
    }
    #expect(Set(digests).count == 1)
    #expect(try digests[0] != Self.digest())
  }

  @Test func bigSeedsDiffer() throws {
    let seeds = [9007199254740992, 9007199254740993, Int.max]
    #expect(try Set(seeds.map { try Self.digest(SpecFixture.small, ["seed=\($0)"]) }).count == 3)
  }

  /// An option that comes later, with a default that means what was before.
  @Test func aNewOptionChangesNoDigest() throws {
    var later = Self.catalogue
    later.layers = later.layers.map { kind in
      KindDeclaration(
        kind.name, summary: kind.summary, torchName: kind.torchName,
        options: kind.options + [
          .init("later", .boolean, default: .boolean(false), summary: "Something new.")
        ], parameters: kind.parameters, initGroup: kind.initGroup)
    }
    let fixture = try SpecFixture(["spec.yaml": SpecFixture.small])
    let spec = try SpecReader(catalogue: later).read(path: fixture.path("spec.yaml"))
    #expect(try spec.digest(catalogue: later) == Self.digest())
  }
}
