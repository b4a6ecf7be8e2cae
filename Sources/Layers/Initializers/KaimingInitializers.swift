internal import ModelSpec
internal import Random

private let kaimingOptions = [
  OptionDeclaration(
    "a", .real(.any), default: .real(0), summary: "the slope of the leaky_relu that follows"),
  OptionDeclaration(
    "mode", .word(["fan_in", "fan_out"]), default: .word("fan_in"),
    summary: "which fan keeps its variance"),
  OptionDeclaration(
    "nonlinearity", .word(["leaky_relu", "relu", "tanh", "sigmoid", "linear"]),
    default: .word("leaky_relu"), summary: "what follows the layer"),
]

/// `gain / sqrt(fan)`, the standard deviation that both forms have.
///
/// He et al., "Delving Deep into Rectifiers" (2015); the gains are `torch.nn.init.calculate_gain`'s.
private func standardDeviation(_ options: KindInstance, _ parameter: Parameter) -> Double {
  let fan =
    options.options["mode"] == .word("fan_out") ? parameter.weightFanOut : parameter.weightFanIn
  let slope = options.real("a")
  let gain =
    switch options.options["nonlinearity"] {
    case .word("relu"): 2.0.squareRoot()
    case .word("tanh"): 5.0 / 3
    case .word("leaky_relu"): (2 / (1 + slope * slope)).squareRoot()
    default: 1.0
    }
  return gain / fan.squareRoot()
}

/// Normal by one fan, as `torch.nn.init.kaiming_normal_`.
struct KaimingNormalInitializer: Initializer {
  static let declaration = KindDeclaration(
    "kaiming_normal", summary: "Normal by one fan", torchName: "init.kaiming_normal_",
    options: kaimingOptions)
  static let needsMatrix = true

  private let options: KindInstance

  init(_ options: KindInstance) { self.options = options }

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    drawn(.normal(mean: 0, std: standardDeviation(options, parameter)), parameter, stream, threads)
  }
}

/// Uniform by one fan, as `torch.nn.init.kaiming_uniform_`.
struct KaimingUniformInitializer: Initializer {
  static let declaration = KindDeclaration(
    "kaiming_uniform", summary: "Uniform by one fan", torchName: "init.kaiming_uniform_",
    options: kaimingOptions)
  static let needsMatrix = true

  private let options: KindInstance

  init(_ options: KindInstance) { self.options = options }

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    let bound = 3.0.squareRoot() * standardDeviation(options, parameter)
    return drawn(.uniform(low: -bound, high: bound), parameter, stream, threads)
  }
}
