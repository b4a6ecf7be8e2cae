internal import Engine
internal import ModelSpec

/// What a discriminator minimises.
protocol DiscriminatorLoss: Sendable {
  /// Its name and options for specs.
  static var declaration: KindDeclaration { get }

  /// Takes the options that the declaration promises.
  init(_ options: KindInstance)

  /// The loss `[]` of logits `[N, 1]` of real and fake images, and their targets `[]`.
  func loss(
    _ graph: inout Graph, real: Value, fake: Value, realTarget: Value, fakeTarget: Value
  ) -> Value
}

/// Binary cross-entropy: `mean bce(D(x), real target) + mean bce(D(G(z)), fake target)`.
///
/// Goodfellow et al., "Generative Adversarial Nets" (2014).
struct BinaryCrossEntropy: DiscriminatorLoss {
  static let declaration = KindDeclaration(
    "bce", summary: "Binary cross-entropy of real and fake images", torchName: "BCEWithLogitsLoss")

  init(_ options: KindInstance) {}

  func loss(
    _ graph: inout Graph, real: Value, fake: Value, realTarget: Value, fakeTarget: Value
  ) -> Value {
    let onReal = graph.binaryCrossEntropy(logits: real, target: realTarget)
    return graph.add(onReal, graph.binaryCrossEntropy(logits: fake, target: fakeTarget))
  }
}

extension Graph {
  /// The mean of `-t log s - (1 - t) log(1 - s)` with `s = sigmoid(x)`, as
  /// `t softplus(-x) + (1 - t) softplus(x)`: both terms are positive, so however sure the
  /// discriminator is, nothing overflows and nothing cancels.
  mutating func binaryCrossEntropy(logits: Value, target: Value) -> Value {
    let wrong = offset(scale(target, -1), 1)
    let ifReal = multiply(broadcast(target, like: logits), softplus(scale(logits, -1)))
    let ifFake = multiply(broadcast(wrong, like: logits), softplus(logits))
    return mean(add(ifReal, ifFake))
  }
}
