import ModelSpec
import Testing

struct ResolvedFormTests {
  private static let catalogue = TestCatalogue.standard

  private static let rich =
    SpecFixture.small(
      "- relu", "- relu\n  - {dropout: 0.3, when: false}\n  - {sigmoid: {}, name: \"my: layer\"}"
    )
    .replacing("train: {batch: 4, steps: 10}\n", with: "")
    .replacing(
      "{synthetic: shapes, size: 8}", with: "{path: data/x.zip, size: 8, background: \"#010203\"}")
      + """
      name: rich
      description: "yes: # a text\\n of two lines \\u0007"
      tags: ["no", 1e3, "*a", "\\u2028"]
      seed: 9223372036854775807
      latent: uniform
      init: {conv: {normal: {std: 1e-7}}, batch_norm: {weight: 1, bias: 0}}
      loss: {label_smoothing: {real: [0.1, 0.3], generator: 0.05}}
      optimizer: {generator: {adam: {lr: 1e-4}}, discriminator: {adam: {lr: 0.1}}}
      samples: {batch_norm: batch}
      evaluate: {metrics: [ms_ssim, {swd: 64}], samples: 100, every: 50}
      checkpoints: {minutes: 0.5, keep: 3}
      train: {batch: 4, steps: 10, stop_when: {discriminator_wins: {error: 0.01, steps: 500}}}
      """

  @Test func readsBackAsTheSameSpec() throws {
    let fixture = try SpecFixture(["experiments/spec.yaml": Self.rich])
    let spec = try fixture.read("experiments/spec.yaml")
    try fixture.write([], to: "runs/rich/1/x")
    let folder = fixture.path("runs/rich/1")
    let resolved = spec.resolved(catalogue: Self.catalogue, relativeTo: folder)
    #expect(resolved.yaml.contains("path: ../../../experiments/data/x.zip"))
    for text in [resolved.yaml, resolved.canonical] {
      try fixture.write(Array(text.utf8), to: "runs/rich/1/resolved.yaml")
      let again = try fixture.read("runs/rich/1/resolved.yaml")
      #expect(again.resolved(catalogue: Self.catalogue, relativeTo: folder) == resolved)
      #expect(again.digest(catalogue: Self.catalogue) == spec.digest(catalogue: Self.catalogue))
      #expect(again.description == "yes: # a text\n of two lines \u{7}")
      #expect(again.tags == ["no", "1e3", "*a", "\u{2028}"])
      #expect(again.generator.map(\.place) == [0, 1, 2, 4, 5, 6])
      #expect(again.generator[3].name == "my: layer")
      #expect(again.seed == 9223372036854775807)
      #expect(again.evaluate.metrics.map(\.kind) == ["ms_ssim", "swd"])
      #expect(again.evaluate.metrics[1].integer("patches_per_image") == 64)
      #expect(again.checkpoints.keep == 3)
      #expect(again.train.stopWhen?.every == 100)
      #expect(again.train.stopWhen?.limits == [.discriminatorWins: .init(most: 0.01, steps: 500)])
      #expect(again.evaluate.every == 50 && again.evaluate.samples == 100)
    }
  }

  @Test func metricsAreWrittenOut() throws {
    let spec = try SpecFixture.read(
      SpecFixture.small + "evaluate: {metrics: [swd]}", ["+evaluate.metrics.0=ms_ssim"])
    #expect(
      spec.resolved(catalogue: Self.catalogue).yaml.contains(
        """
        evaluate:
          metrics:
            - {ms_ssim: {}}
            - {swd: {directions: 512, patches_per_image: 128}}
          samples: 2048

        """))
  }

  @Test func everythingIsWrittenOut() throws {
    let spec = try SpecFixture.read(SpecFixture.small + "name: small")
    #expect(
      spec.resolved(catalogue: Self.catalogue).yaml == """
        checkpoints: {minutes: 5}
        data: {background: "#ffffff", count: 10000, flip: false, size: [8, 8], synthetic: {shapes: {}}}
        discriminator:
          - at: 0
            conv: {bias: true, kernel: [4, 4], out: 4, padding: [1, 1], stride: [2, 2]}
            init: {bias: {default: {}}, weight: {default: {}}}
          - {at: 1, leaky_relu: {slope: 0.2}}
          - at: 2
            conv: {bias: true, kernel: [4, 4], out: 1, padding: [0, 0], stride: [1, 1]}
            init: {bias: {default: {}}, weight: {default: {}}}
        generator:
          - at: 0
            conv_transpose:
              bias: false
              kernel: [4, 4]
              out: 8
              output_padding: [0, 0]
              padding: [0, 0]
              stride: [1, 1]
            init: {weight: {default: {}}}
          - at: 1
            batch_norm: {eps: 0.00001, momentum: 0.1}
            init: {bias: {default: {}}, weight: {default: {}}}
          - {at: 2, relu: {}}
          - at: 3
            conv_transpose:
              bias: true
              kernel: [4, 4]
              out: 3
              output_padding: [0, 0]
              padding: [1, 1]
              stride: [2, 2]
            init: {bias: {default: {}}, weight: {default: {}}}
          - {at: 4, tanh: {}}
        latent: normal
        log: {every: 10}
        loss:
          discriminator: {bce: {}}
          generator: {non_saturating: {}}
          label_smoothing: {fake: 0, generator: 0, real: 0}
        model: {nc: 3, nz: 8}
        name: small
        optimizer:
          discriminator:
            adam: {betas: [0.9, 0.999], eps: 1e-8, lr: 0.001, weight_decay: 0}
          generator:
            adam: {betas: [0.9, 0.999], eps: 1e-8, lr: 0.001, weight_decay: 0}
        samples: {batch_norm: running, count: 64, every: 500}
        schema: 1
        seed: 1
        train: {batch: 4, discriminator_steps: 1, joint_batches: false, new_fakes: false, steps: 10}

        """)
  }
}
