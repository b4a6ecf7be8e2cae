internal import Engine
internal import Random
internal import ModelSpec

/// In training each value is dropped with probability p, else scaled by `1 / (1 - p)`, as
/// `torch.nn.Dropout`.
///
/// Srivastava et al., "Dropout" (2014).
struct Dropout: Layer {
  static let declaration = KindDeclaration(
    "dropout", summary: "Drops values at random in training", torchName: "Dropout",
    options: [
      OptionDeclaration(
        "p", .real(RealRange(0, 1, includesUpper: false)), default: .real(0.5),
        summary: "the probability of a drop")
    ])

  private let p: Double

  init(_ options: KindInstance) {
    p = options.real("p")
  }

  func outputShape(of input: [Int]) throws(LayerProblem) -> [Int] { input }

  func apply(_ x: Value, _ context: inout LayerContext) -> Value {
    guard context.mode == .training, p > 0 else { return x }
    let mask = context.graph.draw(
      context.stream, .bernoulli(probability: 1 - p, value: 1 / (1 - p)),
      shape: context.graph.shape(of: x))
    context.draws.append(mask)
    return context.graph.multiply(x, mask)
  }
}
