extension Graph {
  /// The gradients of a single value for others, as more graph.
  ///
  /// Gradients are values like any other, so they have gradients themselves. What no gradient is
  /// asked for is not followed. `constants` count as given, however they were computed.
  public mutating func gradients(
    of loss: Value, for targets: [Value], holding constants: [Value] = []
  ) -> [Value] {
    let reached = dependents(of: targets, upTo: loss, holding: Set(constants))
    var gradients: [Value: Value] = [loss: constant(1, shape: shape(of: loss))]
    for index in stride(from: loss.index, through: 0, by: -1) {
      let value = Value(index: index)
      guard reached.contains(value), let gradient = gradients[value] else { continue }
      let operands = node(value).operands
      guard operands.contains(where: reached.contains) else { continue }
      let outer = scope
      scope = node(value).scope + " (gradient)"
      for (operand, part) in zip(operands, operandGradients(of: value, gradient)) {
        guard let part, reached.contains(operand) else { continue }
        gradients[operand] = gradients[operand].map { add($0, part) } ?? part
      }
      scope = outer
    }
    return targets.map { gradients[$0] ?? constant(0, shape: shape(of: $0)) }
  }

  /// The values up to an end that depend on any of some values.
  private func dependents(
    of sources: [Value], upTo end: Value, holding constants: Set<Value>
  ) -> Set<Value> {
    var reached = Set(sources)
    for index in 0...end.index where nodes[index].operands.contains(where: reached.contains) {
      if !constants.contains(Value(index: index)) { reached.insert(Value(index: index)) }
    }
    return reached
  }

  private mutating func operandGradients(of value: Value, _ gradient: Value) -> [Value?] {
    switch node(value).operation {
    case .convolution, .convolutionInput, .convolutionFilter:
      convolutionGradients(of: value, gradient)
    case .broadcast, .channelSum, .total, .reshape, .concatenate, .slice, .pad:
      shapeGradients(of: value, gradient)
    default:
      elementwiseGradients(of: value, gradient)
    }
  }
}
