internal import Kernels

extension Graph {
  /// The number of which a value holds nothing else.
  private func number(_ value: Value) -> Double? {
    if case .constant(let number) = node(value).operation { number } else { nil }
  }

  private mutating func elementwise(_ operation: Operation, _ operands: [Value]) -> Value {
    let first = node(operands[0])
    for other in operands.dropFirst() {
      precondition(
        node(other).shape == first.shape, "\(operation): \(first.shape), \(node(other).shape)")
    }
    let orders = Set(operands.filter { number($0) == nil }.map { node($0).order })
    precondition(orders.count <= 1, "\(operation) of two orders")
    let order = orders.first ?? first.order
    return add(operation, operands, shape: first.shape, order: order)
  }

  /// `a + b`.
  public mutating func add(_ a: Value, _ b: Value) -> Value {
    if number(a) == 0 { return b }
    if number(b) == 0 { return a }
    if a == b { return scale(a, 2) }
    return elementwise(.add, [a, b])
  }

  /// `a - b`.
  public mutating func subtract(_ a: Value, _ b: Value) -> Value {
    if number(b) == 0 { return a }
    if a == b { return constant(0, shape: shape(of: a)) }
    return elementwise(.subtract, [a, b])
  }

  /// `a * b`.
  public mutating func multiply(_ a: Value, _ b: Value) -> Value {
    if let factor = number(a) { return scale(b, factor) }
    if let factor = number(b) { return scale(a, factor) }
    return elementwise(.multiply, [a, b])
  }

  /// `a / b`.
  public mutating func divide(_ a: Value, _ b: Value) -> Value {
    if number(a) == 0 { return a }
    return elementwise(.divide, [a, b])
  }

  /// `factor * a`.
  public mutating func scale(_ a: Value, _ factor: Double) -> Value {
    if factor == 1 { return a }
    if factor == 0 { return constant(0, shape: shape(of: a)) }
    if let known = number(a) { return constant(known * factor, shape: shape(of: a)) }
    if case .scale(let inner) = node(a).operation {
      let operand = node(a).operands[0]
      // A mean times its count is the sum again, whatever the rounding of the two factors.
      if inner == 1 / factor || factor == 1 / inner { return operand }
      return scale(operand, inner * factor)
    }
    return elementwise(.scale(factor), [a])
  }

  /// `a + number`.
  public mutating func offset(_ a: Value, _ number: Double) -> Value {
    if number == 0 { return a }
    if let known = self.number(a) { return constant(known + number, shape: shape(of: a)) }
    return elementwise(.offset(number), [a])
  }

  /// The square root.
  public mutating func squareRoot(_ a: Value) -> Value {
    elementwise(.squareRoot, [a])
  }

  /// `a` where `a > 0`, else `slope * a`; a slope of 0 makes it relu.
  public mutating func leakyRelu(_ a: Value, slope: Double) -> Value {
    elementwise(.leakyRelu(slope: slope), [a])
  }

  /// `a` where `b > 0`, else `slope * a`.
  mutating func gate(_ a: Value, by b: Value, slope: Double) -> Value {
    if number(a) == 0 { return a }
    return elementwise(.gate(slope: slope), [a, b])
  }

  /// `1 / (1 + exp(-a))`.
  public mutating func sigmoid(_ a: Value) -> Value {
    elementwise(.sigmoid, [a])
  }

  /// The hyperbolic tangent.
  public mutating func tanh(_ a: Value) -> Value {
    elementwise(.tanh, [a])
  }

  /// `log(1 + exp(a))`, without overflow.
  public mutating func softplus(_ a: Value) -> Value {
    elementwise(.softplus, [a])
  }

  /// The gradients of an elementwise value for its operands, given its own.
  mutating func elementwiseGradients(of value: Value, _ gradient: Value) -> [Value?] {
    let operands = node(value).operands
    switch node(value).operation {
    case .add:
      return [gradient, gradient]
    case .subtract:
      return [gradient, scale(gradient, -1)]
    case .multiply:
      return [multiply(gradient, operands[1]), multiply(gradient, operands[0])]
    case .divide:
      let quotient = divide(gradient, operands[1])
      return [quotient, scale(multiply(quotient, value), -1)]
    case .scale(let factor):
      return [scale(gradient, factor)]
    case .offset:
      return [gradient]
    case .leakyRelu(let slope):
      // The result has its operand's sign, and is kept in memory where the operand is not.
      return [gate(gradient, by: value, slope: slope)]
    case .gate(let slope):
      return [gate(gradient, by: operands[1], slope: slope), nil]
    case .sigmoid:
      let complement = offset(scale(value, -1), 1)
      return [multiply(gradient, multiply(value, complement))]
    case .tanh:
      return [multiply(gradient, offset(scale(multiply(value, value), -1), 1))]
    case .softplus:
      return [multiply(gradient, sigmoid(operands[0]))]
    case .squareRoot:
      return [divide(scale(gradient, 0.5), value)]
    default:
      return operands.map { _ in nil }
    }
  }
}
