internal import ModelSpec
internal import Random

private let gainOption = OptionDeclaration(
  "gain", .real(.positive), default: .real(1), summary: "a factor")

/// Normal with std `gain sqrt(2 / (fan in + fan out))`, as `torch.nn.init.xavier_normal_`.
///
/// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks"
/// (2010).
struct XavierNormalInitializer: Initializer {
  static let declaration = KindDeclaration(
    "xavier_normal", summary: "Normal by fan in and fan out", torchName: "init.xavier_normal_",
    options: [gainOption])
  static let needsMatrix = true

  private let gain: Double

  init(_ options: KindInstance) { gain = options.real("gain") }

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    let fans = parameter.weightFanIn + parameter.weightFanOut
    return drawn(.normal(mean: 0, std: gain * (2 / fans).squareRoot()), parameter, stream, threads)
  }
}

/// Uniform within `gain sqrt(6 / (fan in + fan out))`, as `torch.nn.init.xavier_uniform_`.
struct XavierUniformInitializer: Initializer {
  static let declaration = KindDeclaration(
    "xavier_uniform", summary: "Uniform by fan in and fan out", torchName: "init.xavier_uniform_",
    options: [gainOption])
  static let needsMatrix = true

  private let gain: Double

  init(_ options: KindInstance) { gain = options.real("gain") }

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    let fans = parameter.weightFanIn + parameter.weightFanOut
    let bound = gain * (6 / fans).squareRoot()
    return drawn(.uniform(low: -bound, high: bound), parameter, stream, threads)
  }
}
