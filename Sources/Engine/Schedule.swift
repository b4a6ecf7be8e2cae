internal import Kernels

/// The order in which a graph is computed: what is fused into one loop, and what stands alone.
///
/// Elementwise values are computed where they are needed, inside the loops that need them, and
/// reach memory only where something else than a loop reads them. Dead code never gets here: it
/// starts from what is asked for.
struct Schedule {
  /// Elementwise values and sums over one space, computed in one pass.
  struct Loop {
    /// Rows and channels of the space.
    let rows: Int
    let channels: Int
    /// Values that the loop leaves in memory: of the space, or sums over its rows.
    var results: [Value]
    /// Values in memory that it reads.
    var leaves: Set<Value>
  }

  enum Step {
    case loop(Loop)
    case single(Value)
    /// Convolutions of several batches by one filter.
    case batches([Value])
  }

  let graph: Graph
  /// Values that are asked for, directly or not.
  private let live: Set<Value>
  /// Elementwise values that reach memory.
  private let stored: Set<Value>
  private(set) var steps: [Step] = []

  init(_ graph: Graph) {
    self.graph = graph
    live = Self.live(in: graph)
    stored = Self.stored(in: graph, live: live)
    for index in graph.nodes.indices {
      let value = Value(index: index)
      guard live.contains(value) else { continue }
      switch graph.node(value).operation {
      case .input, .state:
        continue
      case .channelSum:
        place(value)
      case let operation where operation.isElementwise:
        if stored.contains(value) { place(value) }
      case .winogradProduct, .winogradStreamedProduct:
        placeBatch(value)
      default:
        steps.append(.single(value))
      }
    }
  }

  /// Whether a value is in memory when its turn has come, or computed in each loop that reads it.
  func isInMemory(_ value: Value) -> Bool {
    !graph.node(value).operation.isElementwise || stored.contains(value)
  }

  private static func live(in graph: Graph) -> Set<Value> {
    var live = Set(graph.outputs.map(\.value) + graph.updates.map(\.value))
    for index in graph.nodes.indices.reversed() where live.contains(Value(index: index)) {
      live.formUnion(graph.nodes[index].operands)
    }
    return live
  }

  private static func stored(in graph: Graph, live: Set<Value>) -> Set<Value> {
    var stored = Set(graph.outputs.map(\.value) + graph.updates.map(\.value))
    var uses: [Value: Int] = [:]
    for value in live {
      let node = graph.node(value)
      for operand in node.operands { uses[operand, default: 0] += 1 }
      switch node.operation {
      case .channelSum: continue
      case .broadcast: stored.formUnion(node.operands)
      case let operation where operation.isElementwise: continue
      default: stored.formUnion(node.operands)
      }
    }
    for value in live where graph.node(value).operation.isExpensive && uses[value, default: 0] > 1 {
      stored.insert(value)
    }
    return stored.filter { graph.node($0).operation.isElementwise }
  }

  /// The space that a value is computed over.
  private func space(of value: Value) -> (rows: Int, channels: Int) {
    var node = graph.node(value)
    if case .channelSum = node.operation { node = graph.node(node.operands[0]) }
    let count = node.shape.reduce(1, *)
    if node.order == .filter || node.shape.count < 2 { return (1, count) }
    return (count / node.shape[1], node.shape[1])
  }

  /// The values in memory that a loop's result is computed of.
  private func leaves(of result: Value) -> Set<Value> {
    var leaves: Set<Value> = []
    var seen: Set<Value> = []
    var pending = graph.node(result).operands
    while let value = pending.popLast() {
      guard seen.insert(value).inserted else { continue }
      if isInMemory(value) {
        leaves.insert(value)
      } else {
        pending += graph.node(value).operands
      }
    }
    return leaves
  }

  /// Whether a result and a loop read the same values, beside some that each channel has one of.
  private func share(_ leaves: Set<Value>, of result: Value, _ loop: Loop) -> Bool {
    loop.leaves.intersection(leaves).contains { leaf in
      loop.rows == 1 || !isBroadcast(leaf, within: result)
    }
  }

  /// Adds a result to the last loop that it can share, or else begins one.
  private mutating func place(_ result: Value) {
    let space = space(of: result)
    let leaves = leaves(of: result)
    var later: Set<Value> = []
    for index in steps.indices.reversed().prefix(12) {
      let step = steps[index]
      defer { later.formUnion(results(of: step)) }
      guard case .loop(var loop) = step, loop.rows == space.rows,
        loop.channels == space.channels, loop.results.count < 8,
        share(leaves, of: result, loop) || !leaves.isDisjoint(with: loop.results),
        canJoin(result, leaves, loop)
      else { continue }
      loop.leaves.formUnion(leaves.subtracting(loop.results))
      loop.results.append(result)
      if later.isDisjoint(with: leaves) {
        steps[index] = .loop(loop)
        return
      }
      // What it needs comes later: the loop can wait for it, unless somebody waits for the loop.
      if !isRead(loop.results, after: index) {
        steps.remove(at: index)
        steps.append(.loop(loop))
        return
      }
    }
    steps.append(
      .loop(Loop(rows: space.rows, channels: space.channels, results: [result], leaves: leaves)))
  }

  private func results(of step: Step) -> [Value] {
    switch step {
    case .loop(let loop): loop.results
    case .single(let value): [value]
    case .batches(let values): values
    }
  }

  /// Adds a convolution to the last one by the same filter, if that can wait, or else begins anew.
  private mutating func placeBatch(_ value: Value) {
    let node = graph.node(value)
    for index in steps.indices.reversed().prefix(12) {
      guard case .batches(let values) = steps[index] else { continue }
      let other = graph.node(values[0])
      guard other.operation == node.operation, other.operands[1] == node.operands[1],
        !isRead(values, after: index)
      else { continue }
      steps.remove(at: index)
      steps.append(.batches(values + [value]))
      return
    }
    steps.append(.batches([value]))
  }

  /// Whether a result needs of a loop's results only what lies at its own place.
  private func canJoin(_ result: Value, _ leaves: Set<Value>, _ loop: Loop) -> Bool {
    let own = leaves.intersection(loop.results)
    return own.allSatisfy { leaf in
      if case .channelSum = graph.node(leaf).operation { return false }
      return !isBroadcast(leaf, within: result)
    }
  }

  /// Whether a result reads a value through a broadcast.
  private func isBroadcast(_ leaf: Value, within result: Value) -> Bool {
    var seen: Set<Value> = []
    var pending = [result]
    while let value = pending.popLast() {
      guard seen.insert(value).inserted else { continue }
      let node = graph.node(value)
      if case .broadcast = node.operation, node.operands[0] == leaf { return true }
      if value == result || !isInMemory(value) { pending += node.operands }
    }
    return false
  }

  private func isRead(_ results: [Value], after index: Int) -> Bool {
    steps[(index + 1)...].contains { step in
      switch step {
      case .loop(let loop): !loop.leaves.isDisjoint(with: results)
      case .single(let value): graph.node(value).operands.contains(where: results.contains)
      case .batches(let values):
        values.contains { graph.node($0).operands.contains(where: results.contains) }
      }
    }
  }
}
