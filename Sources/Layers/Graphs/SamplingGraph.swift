public import Engine
public import ModelSpec

/// The generator alone, compiled for making images from given z.
///
/// Its states are named as the training graph's; input `z` `[N, nz]`, output `images`
/// `[N, C, H, W]`. The batch is fixed, so that with running statistics an image's
/// bits depend on its z alone.
public struct SamplingGraph: Sendable {
  /// The compiled generator.
  public let plan: Plan
  /// Images that one run makes.
  public static let batch = 64

  /// Builds and compiles the generator.
  ///
  /// - Throws: `SpecError` when shapes do not fit.
  public init(_ spec: Spec) throws(SpecError) {
    let networks = try Networks(spec)
    var graph = Graph()
    var state = networks.generator.declareState(in: &graph)
    let z = graph.input("z", shape: [Self.batch, spec.nz])
    let input = graph.reshape(z, to: [Self.batch] + networks.generator.input)
    var passes = [NetworkStack.Pass(name: "samples", value: input)]
    networks.generator.apply(
      &passes, to: &graph, state: &state,
      mode: spec.samples.batchNorm == .running ? .evaluation : .evaluationByBatch,
      seed: spec.seed)
    graph.output("images", passes[0].value)
    plan = Plan(graph)
  }
}
