internal import Engine
internal import ModelSpec

/// What a generator minimises.
protocol GeneratorLoss: Sendable {
  /// Its name and options for specs.
  static var declaration: KindDeclaration { get }

  /// Takes the options that the declaration promises.
  init(_ options: KindInstance)

  /// The loss `[]` of the logits `[N, 1]` of its images, and their target `[]`.
  func loss(_ graph: inout Graph, fake: Value, target: Value) -> Value
}

/// `mean bce(D(G(z)), target)`: the generator maximises log D(G(z)).
///
/// Goodfellow et al., "Generative Adversarial Nets" (2014), section 3.
struct NonSaturating: GeneratorLoss {
  static let declaration = KindDeclaration(
    "non_saturating", summary: "Maximise log D(G(z))", torchName: "BCEWithLogitsLoss")

  init(_ options: KindInstance) {}

  func loss(_ graph: inout Graph, fake: Value, target: Value) -> Value {
    graph.binaryCrossEntropy(logits: fake, target: target)
  }
}

/// `mean log(1 - D(G(z)))`, the minimax game's own form.
///
/// Goodfellow et al., "Generative Adversarial Nets" (2014), equation 1.
struct Saturating: GeneratorLoss {
  static let declaration = KindDeclaration(
    "saturating", summary: "Minimise log(1 - D(G(z)))", torchName: "-BCEWithLogitsLoss")

  init(_ options: KindInstance) {}

  func loss(_ graph: inout Graph, fake: Value, target: Value) -> Value {
    let negative = graph.mean(graph.softplus(fake))
    return graph.scale(negative, -1)
  }
}
