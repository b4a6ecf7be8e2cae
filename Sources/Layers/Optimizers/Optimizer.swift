internal import Engine
internal import ModelSpec

/// How a gradient changes a parameter.
protocol Optimizer: Sendable {
  /// Its name and options for specs.
  static var declaration: KindDeclaration { get }

  /// Takes the options that the declaration promises.
  init(_ options: KindInstance)

  /// The tensors that it keeps for each parameter, all starting at zero.
  static var moments: [String] { get }

  /// The numbers that change from update to update, counted from 1.
  func schedule(update: Int) -> [String: Double]

  /// The new parameter and moments, given the numbers of the update as values `[]`.
  func apply(
    _ graph: inout Graph, parameter: Value, gradient: Value, moments: [Value],
    schedule: [String: Value]
  ) -> (parameter: Value, moments: [Value])
}
