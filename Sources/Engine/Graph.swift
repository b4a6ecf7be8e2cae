internal import Kernels
public import Random

/// A computation as data: values, each made by an operation of others.
///
/// Equal operations on equal operands are one value, so common subexpressions never arise twice.
public struct Graph: Sendable {
  struct Node: Sendable {
    let operation: Operation
    let operands: [Value]
    let shape: [Int]
    let order: Order
    /// Where in the networks it was made, for messages.
    let scope: String
  }

  private struct Key: Hashable {
    let operation: Operation
    let operands: [Value]
    let shape: [Int]
    let order: Order
  }

  private(set) var nodes: [Node] = []
  private var interned: [Key: Value] = [:]
  private(set) var outputs: [(name: String, value: Value)] = []
  private(set) var updates: [(state: String, value: Value)] = []

  /// What new values are made for, such as `discriminator/2 batch_norm`; for messages alone.
  public var scope = ""

  /// Makes an empty graph.
  public init() {}

  /// The shape of a value, `[N, C, H, W]` for images.
  public func shape(of value: Value) -> [Int] { nodes[value.index].shape }

  func node(_ value: Value) -> Node { nodes[value.index] }

  mutating func add(
    _ operation: Operation, _ operands: [Value] = [], shape: [Int], order: Order
  ) -> Value {
    let key = Key(operation: operation, operands: operands, shape: shape, order: order)
    if let known = interned[key] { return known }
    let value = Value(index: nodes.count)
    nodes.append(
      Node(operation: operation, operands: operands, shape: shape, order: order, scope: scope))
    interned[key] = value
    return value
  }

  /// A value that the host uploads before a step.
  public mutating func input(_ name: String, shape: [Int]) -> Value {
    add(.input(name), shape: shape, order: .channelsLast)
  }

  /// A value that lasts from step to step; `isFilter` for what convolutions and linear maps take as
  /// their filter, and for what is computed along with it.
  public mutating func state(_ name: String, shape: [Int], isFilter: Bool = false) -> Value {
    add(.state(name), shape: shape, order: isFilter ? .filter : .channelsLast)
  }

  /// Random numbers of a stream, drawn anew at each step.
  public mutating func draw(
    _ stream: Stream, _ distribution: Distribution, shape: [Int]
  ) -> Value {
    add(.draw(stream, distribution), shape: shape, order: .channelsLast)
  }

  /// The same number everywhere.
  public mutating func constant(_ number: Double, shape: [Int] = []) -> Value {
    add(.constant(number), shape: shape, order: .channelsLast)
  }

  /// Lets the host download a value after a step.
  public mutating func output(_ name: String, _ value: Value) {
    outputs.append((name, detached(value)))
  }

  /// Gives a state a new value at the end of a step.
  public mutating func update(_ state: String, to value: Value) {
    updates.append((state, detached(value)))
  }

  /// The same graph with every operation put in anew, by default as it was.
  func rewritten(_ put: (inout Graph, Node, [Value]) -> Value?) -> Graph {
    var result = Graph()
    var moved: [Value] = []
    for node in nodes {
      let operands = node.operands.map { moved[$0.index] }
      result.scope = node.scope
      moved.append(
        put(&result, node, operands)
          ?? result.add(node.operation, operands, shape: node.shape, order: node.order))
    }
    result.outputs = outputs.map { ($0, moved[$1.index]) }
    result.updates = updates.map { ($0, moved[$1.index]) }
    return result
  }

  /// A copy of a value that lies in a state, which may have changed before the value is read.
  private mutating func detached(_ value: Value) -> Value {
    let node = node(value)
    var base = node
    while true {
      switch base.operation {
      case .reshape, .slice: base = self.node(base.operands[0])
      case .state: return add(.offset(0), [value], shape: node.shape, order: node.order)
      default: return value
      }
    }
  }
}
