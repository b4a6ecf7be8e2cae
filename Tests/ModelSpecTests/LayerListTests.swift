import ModelSpec
import Testing

struct LayerListTests {
  private static func discriminator(_ items: String, model: String = "ngf: 4") throws -> [LayerSpec]
  {
    try SpecFixture.read(
      """
      schema: 1
      model: {nz: 8, nc: 3, \(model)}
      data: {synthetic: shapes, size: 8}
      generator: [{linear: 3}]
      train: {batch: 4, steps: 10}
      init: {conv: {weight: {normal: {std: 0.02}}, bias: 0}}
      discriminator:
      \(items)
      """
    ).discriminator
  }

  @Test func placesCountTheLoopsBeforeWhen() throws {
    let layers = try Self.discriminator(
      """
        - relu
        - repeat:
            i: 1..ngf
            layers:
              - {linear: i*10, when: i != 2}
              - repeat:
                  j: i..2
                  layers: [{linear: i*10+j}]
        - {repeat: {k: 1..2, layers: [tanh]}, when: false}
        - sigmoid
      """)
    #expect(
      layers.map { $0.layer.integer("out") } == [0, 10, 11, 12, 22, 30, 40, 0])
    #expect(layers.map(\.place) == [0, 1, 2, 3, 5, 6, 7, 10])
  }

  @Test func aRangeMayBeEmpty() throws {
    let layers = try Self.discriminator(
      """
        - relu
        - repeat: {i: 1..ngf-4, layers: [tanh]}
      """)
    #expect(layers.count == 1)
  }

  @Test func aLoopWithoutPassesTakesNoPlace() throws {
    let layers = try Self.discriminator(
      """
        - repeat:
            i: 1..ngf-4
            layers:
              - {linear: 8//(i-1), when: wide}
              - {repeat: {j: 1..9000*i, layers: [tanh, tanh]}}
        - relu
      """, model: "ngf: 4, wide: true")
    #expect(layers.map(\.place) == [0])
  }

  @Test func sizesInALoopThatIsOffAreNoMistakes() throws {
    let layers = try Self.discriminator(
      """
        - relu
        - repeat:
            i: 1..8//(ngf-4)
            layers: [{linear: ngf-4, when: 1//(ngf-4) > 0}]
          when: ngf > 4
        - repeat:
            i: 1..2
            layers: [{linear: ngf-4, when: 1//(ngf-4) > 0}]
          when: ngf > 4
      """)
    #expect(layers.map(\.layer.kind) == ["relu"])
  }

  @Test func namesAreUsedWhereverTheyStand() throws {
    let text = SpecFixture.small("ngf: 4}", "ngf: 4, a: true, b: false, w: 3, n: 0}").replacing(
      "- batch_norm",
      with: "- {batch_norm: {}, when: a or b}\n  - repeat: {i: 1..n, layers: [{linear: w}]}")
    #expect(try SpecFixture.read(text).warnings.isEmpty)
  }

  @Test func itemsSayWhatTheGroupDoesNot() throws {
    let layers = try Self.discriminator(
      """
        - {conv: {out: 4, kernel: 3}, init: {bias: 0.5}, name: stem}
        - conv: {out: 4, kernel: 3}
          init: orthogonal
        - linear: 3
        - conv: {out: 4, kernel: 3, bias: false}
          init: {weight: {default: {}}}
      """)
    #expect(layers[0].name == "stem")
    #expect(layers[0].initializers["weight"]?.real("std") == 0.02)
    #expect(layers[0].initializers["bias"]?.real("value") == 0.5)
    #expect(layers[1].initializers["weight"]?.kind == "orthogonal")
    #expect(layers[1].initializers["bias"]?.real("value") == 0)
    #expect(layers[2].initializers["weight"]?.kind == "default")
    #expect(layers[3].initializers.mapValues(\.kind) == ["weight": "default"])
  }

  @Test func mainOptionsStandAlone() throws {
    let layers = try Self.discriminator(
      """
        - leaky_relu: ngf/16
        - leaky_relu
        - dropout: {p: 0.25}
        - reshape: [ngf, 2, 2]
        - linear: {out: 3}
      """)
    #expect(layers[0].layer.real("slope") == 0.25)
    #expect(layers[1].layer.real("slope") == 0.01)
    #expect(layers[2].layer.real("p") == 0.25)
    #expect(layers[3].layer.integers("shape") == [4, 2, 2])
    #expect(layers[4].layer.boolean("bias"))
    #expect(layers[0].layer.mark(of: "slope")?.column == 17)
  }
}
