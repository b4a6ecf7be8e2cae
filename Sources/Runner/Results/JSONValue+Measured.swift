import Metrics
import ModelSpec

extension JSONValue {
  /// A metric's value; JSON has no number for what isn't finite.
  init(measured value: Double) {
    self = value.isFinite ? .number(value) : .string("\(value)")
  }

  /// The number that `init(measured:)` was given.
  var measured: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    case .string("nan"): .nan
    case .string("inf"): .infinity
    case .string("-inf"): -.infinity
    default: nil
    }
  }
}

extension [String: Evaluation.Method] {
  /// The same without a seed that is the trial's own, so that trials which differ in it alone share
  /// how their metrics were made.
  func without(seed: UInt64) -> Self {
    mapValues { method in
      guard case .integer(let own)? = method["seed"], UInt64(exactly: own) == seed else {
        return method
      }
      return method.filter { $0.key != "seed" }
    }
  }
}
