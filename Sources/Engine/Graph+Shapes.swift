internal import Kernels

extension Graph {
  /// Repeats `[C]` or `[]` over the shape of another value, whose dimension 1 has C values.
  public mutating func broadcast(_ value: Value, like other: Value) -> Value {
    let target = node(other)
    if node(value).shape == target.shape { return value }
    precondition(
      node(value).shape.isEmpty || target.order != .filter || target.shape[0] == 1,
      "a filter has no channels")
    if case .constant(let number) = node(value).operation {
      return add(.constant(number), shape: target.shape, order: target.order)
    }
    return add(.broadcast, [value], shape: target.shape, order: target.order)
  }

  /// The sum over all dimensions but 1: `[N, C, …]` to `[C]`.
  ///
  /// What is linear is pulled out of the sum, so that sums of the same tensor are found to be one.
  public mutating func channelSum(_ value: Value) -> Value {
    let node = node(value)
    precondition(node.order != .filter || node.shape[0] == 1, "a filter has no channels")
    let channels = node.shape[1]
    let operands = node.operands
    switch node.operation {
    case .add:
      let left = channelSum(operands[0])
      return add(left, channelSum(operands[1]))
    case .subtract:
      let left = channelSum(operands[0])
      return subtract(left, channelSum(operands[1]))
    case .scale(let factor):
      return scale(channelSum(operands[0]), factor)
    case .constant(let number):
      return constant(number * rows(of: value), shape: [channels])
    case .broadcast where shape(of: operands[0]) == [channels]:
      return scale(operands[0], rows(of: value))
    case .multiply:
      for (factor, other) in [(operands[0], operands[1]), (operands[1], operands[0])] {
        if case .broadcast = self.node(factor).operation,
          shape(of: self.node(factor).operands[0]) == [channels]
        {
          return multiply(channelSum(other), self.node(factor).operands[0])
        }
      }
    default:
      break
    }
    return add(.channelSum, [value], shape: [channels], order: .channelsLast)
  }

  private func rows(of value: Value) -> Double {
    let shape = shape(of: value)
    return Double(shape.reduce(1, *) / shape[1])
  }

  /// The sum of everything: `[]`.
  public mutating func sum(_ value: Value) -> Value {
    let node = node(value)
    switch node.shape.count {
    case 0: return value
    case 1: return add(.total, [value], shape: [], order: .channelsLast)
    default:
      // The order of a filter's values does not matter to their sum.
      let rows = node.order == .filter ? reshape(value, to: [1, node.shape.reduce(1, *)]) : value
      return sum(channelSum(rows))
    }
  }

  /// The mean of everything: `[]`.
  public mutating func mean(_ value: Value) -> Value {
    scale(sum(value), 1 / Double(shape(of: value).reduce(1, *)))
  }

  /// The mean over all dimensions but 1: `[N, C, …]` to `[C]`.
  public mutating func channelMean(_ value: Value) -> Value {
    scale(channelSum(value), 1 / rows(of: value))
  }

  /// The same values under another shape: in row-major order, or for a filter in that of memory.
  public mutating func reshape(_ value: Value, to shape: [Int]) -> Value {
    let node = node(value)
    if node.shape == shape { return value }
    if case .reshape = node.operation { return reshape(node.operands[0], to: shape) }
    return add(.reshape, [value], shape: shape, order: node.order)
  }

  /// Two batches as one.
  public mutating func concatenate(_ a: Value, _ b: Value) -> Value {
    var shape = shape(of: a)
    shape[0] += self.shape(of: b)[0]
    return add(.concatenate, [a, b], shape: shape, order: .channelsLast)
  }

  /// Some images of a batch.
  public mutating func slice(_ value: Value, _ range: Range<Int>) -> Value {
    var shape = shape(of: value)
    shape[0] = range.count
    return add(.slice(range), [value], shape: shape, order: .channelsLast)
  }

  /// The gradients of a value that changes shape for its operands, given its own.
  mutating func shapeGradients(of value: Value, _ gradient: Value) -> [Value?] {
    let operands = node(value).operands
    let source = shape(of: operands[0])
    switch node(value).operation {
    case .broadcast:
      if source.isEmpty { return [sum(gradient)] }
      return [channelSum(gradient)]
    case .channelSum, .total:
      return [broadcast(gradient, like: operands[0])]
    case .reshape:
      return [reshape(gradient, to: source)]
    case .concatenate:
      let count = source[0]
      let first = slice(gradient, 0..<count)
      return [first, slice(gradient, count..<shape(of: value)[0])]
    case .slice(let range):
      return [
        add(
          .pad(before: range.lowerBound, total: source[0]), [gradient], shape: source,
          order: .channelsLast)
      ]
    case .pad(let before, _):
      return [slice(gradient, before..<before + source[0])]
    default:
      return operands.map { _ in nil }
    }
  }
}
