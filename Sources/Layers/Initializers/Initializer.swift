internal import ModelSpec
internal import Random

/// How a parameter starts.
protocol Initializer: Sendable {
  /// Its name and options for specs.
  static var declaration: KindDeclaration { get }

  /// Takes the options that the declaration promises.
  init(_ options: KindInstance)

  /// Whether it needs the fans of a weight of at least two dimensions.
  static var needsMatrix: Bool { get }

  /// Refuses options that do not go together, for a parameter of a name.
  static func check(_ options: KindInstance, parameter: String) throws(LayerProblem)

  /// The values of a parameter in row-major order, the same on any number of threads.
  func values(of parameter: Parameter, from stream: Stream, threads: Int) -> [Float]
}

extension Initializer {
  static var needsMatrix: Bool { false }
  static func check(_ options: KindInstance, parameter: String) throws(LayerProblem) {}

  /// Values of a distribution.
  func drawn(
    _ distribution: Distribution, _ parameter: Parameter, _ stream: Stream, _ threads: Int
  ) -> [Float] {
    var values = [Float](repeating: 0, count: parameter.count)
    distribution.fill(&values, from: stream, step: 0, threads: threads)
    return values
  }
}

extension Parameter {
  /// Values that one output is computed of, by PyTorch's reading of a weight's shape.
  var weightFanIn: Double { Double(shape.dropFirst().reduce(1, *)) }
  /// Outputs that one value takes part in, by PyTorch's reading of a weight's shape.
  var weightFanOut: Double {
    Double((shape.first ?? 1) * shape.dropFirst(2).reduce(1, *))
  }
}
