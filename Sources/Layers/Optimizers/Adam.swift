internal import Engine
internal import ModelSpec
internal import Random

/// Adam: `w -= lr m' / (sqrt(v') + eps)` with bias-corrected running means m' of the gradient and
/// v' of its square, as `torch.optim.Adam`.
///
/// Kingma and Ba, "Adam: A Method for Stochastic Optimization" (2014).
struct Adam: Optimizer {
  static let declaration = KindDeclaration(
    "adam", summary: "Adam", torchName: "optim.Adam",
    options: [
      OptionDeclaration("lr", .real(.positive), default: .real(1e-3), summary: "learning rate"),
      OptionDeclaration(
        "betas", .realPair(RealRange(0, 1, includesUpper: false)),
        default: .reals([0.9, 0.999]), summary: "decay of the two running means"),
      OptionDeclaration(
        "eps", .real(.positive), default: .real(1e-8), summary: "added to the denominator"),
      OptionDeclaration(
        "weight_decay", .real(.nonNegative), default: .real(0),
        summary: "times the parameter, added to the gradient"),
    ])
  static let moments = ["exp_avg", "exp_avg_sq"]

  private let lr: Double
  private let betas: [Double]
  private let eps: Double
  private let weightDecay: Double

  init(_ options: KindInstance) {
    lr = options.real("lr")
    betas = options.reals("betas")
    eps = options.real("eps")
    weightDecay = options.real("weight_decay")
  }

  func schedule(update: Int) -> [String: Double] {
    [
      "step_size": lr / (1 - Transcendental.power(betas[0], update)),
      "correction": 1 / (1 - Transcendental.power(betas[1], update)).squareRoot(),
    ]
  }

  func apply(
    _ graph: inout Graph, parameter: Value, gradient: Value, moments: [Value],
    schedule: [String: Value]
  ) -> (parameter: Value, moments: [Value]) {
    guard let stepSize = schedule["step_size"], let correction = schedule["correction"] else {
      return (parameter, moments)
    }
    let gradient = graph.add(gradient, graph.scale(parameter, weightDecay))
    // m + (1 - beta) (g - m) rounds as PyTorch's lerp does.
    let difference = graph.scale(graph.subtract(gradient, moments[0]), 1 - betas[0])
    let mean = graph.add(moments[0], difference)
    let square = graph.scale(graph.multiply(gradient, gradient), 1 - betas[1])
    let meanSquare = graph.add(graph.scale(moments[1], betas[1]), square)

    let root = graph.squareRoot(meanSquare)
    let denominator = graph.offset(
      graph.multiply(root, graph.broadcast(correction, like: root)), eps)
    let ratio = graph.divide(mean, denominator)
    let change = graph.multiply(ratio, graph.broadcast(stepSize, like: ratio))
    return (graph.subtract(parameter, change), [mean, meanSquare])
  }
}
