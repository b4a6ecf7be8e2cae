internal import Engine
internal import Random

/// What a layer's forward pass may use.
struct LayerContext {
  /// Where batch norm takes its statistics from, and whether dropout drops.
  enum Mode {
    /// From the batch; running statistics are updated.
    case training
    /// From the running statistics.
    case evaluation
    /// From the batch, updating nothing.
    case evaluationByBatch
  }

  var graph: Graph
  let mode: Mode
  /// The current values of the layer's parameters, by name; a layer replaces its statistics here.
  var parameters: [String: Value]
  /// The stream of a layer's own draws in this pass.
  let stream: Stream
  /// The draws that were made, for whoever records them.
  var draws: [Value] = []

  /// A parameter that the layer declared.
  func parameter(_ name: String) -> Value {
    guard let value = parameters[name] else {
      preconditionFailure("no parameter \(name)")
    }
    return value
  }
}
