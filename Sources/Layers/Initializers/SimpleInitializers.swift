internal import ModelSpec
internal import Random

/// One number everywhere, as `torch.nn.init.constant_`.
struct ConstantInitializer: Initializer {
  static let declaration = KindDeclaration(
    "constant", summary: "One number everywhere", torchName: "init.constant_",
    options: [OptionDeclaration("value", .real(.any), summary: "the number")])

  private let value: Double

  init(_ options: KindInstance) { value = options.real("value") }

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    [Float](repeating: Float(value), count: parameter.count)
  }
}

/// Normal, as `torch.nn.init.normal_`.
struct NormalInitializer: Initializer {
  static let declaration = KindDeclaration(
    "normal", summary: "Normal", torchName: "init.normal_",
    options: [
      OptionDeclaration("mean", .real(.any), default: .real(0), summary: "the mean"),
      OptionDeclaration(
        "std", .real(.nonNegative), default: .real(1), summary: "the standard deviation"),
    ])

  private let distribution: Distribution

  init(_ options: KindInstance) {
    distribution = .normal(mean: options.real("mean"), std: options.real("std"))
  }

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    drawn(distribution, parameter, stream, threads)
  }
}

/// Uniform in [a, b), as `torch.nn.init.uniform_`.
struct UniformInitializer: Initializer {
  static let declaration = KindDeclaration(
    "uniform", summary: "Uniform in [a, b)", torchName: "init.uniform_",
    options: [
      OptionDeclaration("a", .real(.any), default: .real(0), summary: "the lower end"),
      OptionDeclaration("b", .real(.any), default: .real(1), summary: "the upper end"),
    ])

  static func check(_ options: KindInstance, parameter: String) throws(LayerProblem) {
    let (low, high) = (options.real("a"), options.real("b"))
    if low > high {
      throw .emptyRange(
        scheme: declaration.name, parameter: parameter, low: low, high: high)
    }
  }

  private let distribution: Distribution

  init(_ options: KindInstance) {
    distribution = .uniform(low: options.real("a"), high: options.real("b"))
  }

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    drawn(distribution, parameter, stream, threads)
  }
}

/// What PyTorch's layer does by itself.
///
/// Weights and biases of convolutions and linear maps are uniform within `1 / sqrt(fan in)`; batch
/// norm begins as the identity.
struct DefaultInitializer: Initializer {
  static let declaration = KindDeclaration(
    "default", summary: "What PyTorch's layer does by itself", torchName: "reset_parameters")

  init(_ options: KindInstance) {}

  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float] {
    if parameter.fanIn == 0 {
      return [Float](repeating: parameter.name == "weight" ? 1 : 0, count: parameter.count)
    }
    let bound = 1 / Double(parameter.fanIn).squareRoot()
    return drawn(.uniform(low: -bound, high: bound), parameter, stream, threads)
  }
}
