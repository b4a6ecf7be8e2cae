import ModelSpec
import Testing

struct SpecReaderTests {
  static let dcgan = """
    schema: 1
    name: dcgan64
    seed: 7
    model: {nz: 100, ngf: 64, ndf: 64, nc: 3}
    data: {path: data/emoji.zip, size: 64}
    init:
      conv: {normal: {mean: 0, std: 0.02}}
      batch_norm: {weight: {normal: {mean: 1, std: 0.02}}, bias: 0}
    generator:
      - conv_transpose: {out: ngf*8, kernel: 4, stride: 1, padding: 0, bias: false}
      - batch_norm
      - relu
      - repeat:
          i: 1..3
          layers:
            - conv_transpose: {out: ngf*8 // 2**i, kernel: 4, stride: 2, padding: 1, bias: false}
            - batch_norm
            - relu
      - conv_transpose: {out: nc, kernel: 4, stride: 2, padding: 1, bias: false}
      - tanh
    discriminator:
      - conv: {out: ndf, kernel: [4, 4], stride: 2, padding: 1, bias: false}
      - leaky_relu: 0.2
      - conv: {out: 1, kernel: 4, stride: 1, padding: 0, bias: false}
      - sigmoid
    loss: {generator: saturating, label_smoothing: {real: 0.1, fake: [0, 0.3]}}
    optimizer: {adam: {lr: 2e-4, betas: [0.5, 0.999]}}
    train: {batch: 128, epochs: 25}
    """

  @Test func readsAWholeSpec() throws {
    let spec = try SpecFixture(["experiments/x.yaml": Self.dcgan]).read("experiments/x.yaml")
    #expect(spec.name == "dcgan64")
    #expect(spec.seed == 7)
    #expect(spec.nz == 100 && spec.nc == 3)
    #expect(spec.generator.count == 14 && spec.discriminator.count == 4)
    #expect(
      spec.generator.filter { $0.layer.kind == "conv_transpose" }.map { $0.layer.integer("out") }
        == [512, 256, 128, 64, 3])
    #expect(spec.generator.map(\.place) == Array(0..<14))
    #expect(spec.discriminator[0].layer.integers("kernel") == [4, 4])
    #expect(spec.discriminator[0].layer.integers("stride") == [2, 2])
    #expect(spec.discriminator[1].layer.real("slope") == 0.2)
    #expect(spec.generator[0].initializers["weight"]?.real("std") == 0.02)
    #expect(spec.generator[0].initializers["bias"] == nil)
    #expect(spec.generator[1].initializers["weight"]?.real("mean") == 1)
    #expect(spec.generator[1].initializers["bias"]?.kind == "constant")
    #expect(spec.loss.discriminator.kind == "bce")
    #expect(spec.loss.generator.kind == "saturating")
    #expect(spec.loss.smoothReal == .fixed(0.1))
    #expect(spec.loss.smoothFake == .drawn(0, 0.3))
    #expect(spec.loss.smoothGenerator == .fixed(0))
    #expect(spec.generatorOptimizer.real("lr") == 2e-4)
    #expect(spec.discriminatorOptimizer.reals("betas") == [0.5, 0.999])
    #expect(spec.discriminatorOptimizer.real("eps") == 1e-8)
    #expect(spec.train.batch == 128)
    guard case .epochs(25) = spec.train.length else {
      Issue.record("not 25 epochs")
      return
    }
    guard case .path(let written, let resolved, _) = spec.data.source else {
      Issue.record("not a path")
      return
    }
    #expect(written == "data/emoji.zip")
    #expect(resolved.hasSuffix("/experiments/data/emoji.zip"))
  }
}
