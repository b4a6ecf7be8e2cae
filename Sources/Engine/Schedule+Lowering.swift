internal import Kernels

/// A kernel with the values that it reads and writes, before memory is planned.
struct LoweredStep {
  let kernel: any Kernel
  /// The values that it reads.
  let reads: [Value]
  /// The values that it writes.
  let writes: [Value]
  /// Both in the kernel's order.
  let operands: [Value]
  /// Reads whose memory each write may take over, since they are read at the same place.
  let replaceable: [Value: Set<Value>]
  /// Reads of which every place of the result may need any value.
  let narrow: Set<Value>

  /// A kernel that binds operands in an order of its own.
  init(
    kernel: any Kernel, reads: [Value], writes: [Value], operands: [Value],
    replaceable: [Value: Set<Value>], narrow: Set<Value>
  ) {
    self.kernel = kernel
    self.reads = reads
    self.writes = writes
    self.operands = operands
    self.replaceable = replaceable
    self.narrow = narrow
  }

  /// A kernel that binds what it reads and then what it writes.
  init(
    kernel: any Kernel, reads: [Value], writes: [Value], replaceable: Set<Value> = [],
    narrow: Set<Value> = []
  ) {
    self.init(
      kernel: kernel, reads: reads, writes: writes, operands: reads + writes,
      replaceable: Dictionary(writes.map { ($0, replaceable) }, uniquingKeysWith: { $1 }),
      narrow: narrow)
  }
}

extension Schedule {
  /// The kernel of each step; a step that only renames memory has none.
  func lowered() -> [LoweredStep] {
    steps.compactMap { step in
      switch step {
      case .loop(let loop): lower(loop)
      case .single(let value): lower(value)
      case .batches(let values): lower(batches: values)
      }
    }
  }

  /// The value whose memory a value shares, and where in it: views cost nothing.
  func view(of value: Value) -> (base: Value, offset: Int)? {
    let node = graph.node(value)
    switch node.operation {
    case .reshape:
      let source = graph.node(node.operands[0])
      let moves =
        source.order == .channelsLast
        && Self.features(source.shape) != Self.features(node.shape)
      return moves ? nil : (node.operands[0], 0)
    case .slice(let range):
      let image = node.shape.dropFirst().reduce(1, *)
      return (node.operands[0], range.lowerBound * image)
    default:
      return nil
    }
  }

  /// The value that owns the memory of a value, and where in it.
  func owner(of value: Value) -> (base: Value, offset: Int) {
    var base = value
    var offset = 0
    while let view = view(of: base) {
      base = view.base
      offset += view.offset
    }
    return (base, offset)
  }

  /// The row-major place of each feature of an image, in the order of memory.
  private static func features(_ shape: [Int]) -> [Int] {
    guard shape.count > 1 else { return [] }
    let image = [1] + shape.dropFirst()
    let channels = shape[1]
    let pixels = shape.dropFirst(2).reduce(1, *)
    if channels == 1 || pixels == 1 { return [image.reduce(1, *)] }
    return Order.channelsLast.strides(of: image)
  }

  private func lower(_ value: Value) -> LoweredStep? {
    if view(of: value) != nil { return nil }
    let node = graph.node(value)
    func step(_ kernel: any Kernel) -> LoweredStep {
      LoweredStep(kernel: kernel, reads: node.operands, writes: [value])
    }
    let count = node.shape.reduce(1, *)
    let image = node.shape.dropFirst().reduce(1, *)
    switch node.operation {
    case .convolution(let geometry):
      return step(geometry.directKernel(.forward))
    case .convolutionInput(let geometry):
      return step(geometry.directKernel(.transposed))
    case .convolutionFilter(let geometry):
      return step(geometry.directWeightGradient)
    case .winogradFilter(let winograd, let direction):
      return step(WinogradFilter(winograd, for: direction))
    case .winogradWeightGradient(let winograd):
      return step(WinogradWeightGradient(winograd, pairs: node.operands.count / 2))
    case .draw(let stream, let distribution):
      return step(DrawKernel(stream: stream, distribution: distribution, shape: node.shape))
    case .total:
      return step(VectorSum(count: graph.node(node.operands[0]).shape[0]))
    case .reshape:
      return step(Relayout(from: graph.node(node.operands[0]).shape, to: node.shape))
    case .concatenate:
      let first = graph.node(node.operands[0]).shape[0] * image
      return step(
        BlockCopy(
          stretches: [
            .init(source: 0, from: 0, to: 0, count: first),
            .init(source: 1, from: 0, to: first, count: count - first),
          ], sources: 2, count: count))
    case .pad(let before, _):
      let source = graph.node(node.operands[0]).shape.reduce(1, *)
      return step(
        BlockCopy(
          stretches: [.init(source: 0, from: 0, to: before * image, count: source)], sources: 1,
          count: count))
    default:
      return nil
    }
  }

  /// Convolutions by one filter, as one of a larger batch.
  private func lower(batches: [Value]) -> LoweredStep? {
    let nodes = batches.map(graph.node)
    let kernel: any Kernel
    switch nodes[0].operation {
    case .winogradProduct(let winograd, let direction):
      kernel = WinogradProduct(direction, winograd, sources: batches.count)
    case .winogradStreamedProduct(let winograd, let direction):
      kernel = WinogradStreamedProduct(direction, winograd, sources: batches.count)
    default:
      return nil
    }
    return LoweredStep(
      kernel: kernel, reads: nodes.map { $0.operands[0] } + [nodes[0].operands[1]],
      writes: batches)
  }

  private func lower(_ loop: Loop) -> LoweredStep {
    var program = LoopProgram(schedule: self, loop: loop)
    for result in loop.results { program.add(result) }
    return program.finished()
  }
}

/// Turns the expressions of a loop into instructions over registers.
private struct LoopProgram {
  private struct Load: Hashable {
    let value: Value
    let extent: ElementwiseLoop.Extent
  }

  private let schedule: Schedule
  private let loop: Schedule.Loop
  private var loads: [Load] = []
  /// Instructions whose registers are still numbered apart from the loads.
  private var instructions:
    [(operation: ElementwiseLoop.Operation, a: Operand, b: Operand, p: Float)] = []
  private var computed: [Value: Operand] = [:]
  private var stores: [(Operand, Value)] = []
  private var sums: [(Operand, Value)] = []

  private enum Operand {
    case load(Int)
    case instruction(Int)
  }

  init(schedule: Schedule, loop: Schedule.Loop) {
    self.schedule = schedule
    self.loop = loop
  }

  mutating func add(_ result: Value) {
    let node = schedule.graph.node(result)
    if case .channelSum = node.operation {
      sums.append((operand(node.operands[0]), result))
    } else {
      let register = compute(result)
      computed[result] = register
      stores.append((register, result))
    }
  }

  private mutating func operand(_ value: Value) -> Operand {
    if let known = computed[value] { return known }
    let result =
      schedule.isInMemory(value) ? load(value, extent: .whole) : compute(value)
    computed[value] = result
    return result
  }

  private mutating func load(_ value: Value, extent: ElementwiseLoop.Extent) -> Operand {
    let load = Load(value: value, extent: extent)
    if let index = loads.firstIndex(of: load) { return .load(index) }
    loads.append(load)
    return .load(loads.count - 1)
  }

  private mutating func compute(_ value: Value) -> Operand {
    let node = schedule.graph.node(value)
    func emit(
      _ operation: ElementwiseLoop.Operation, _ a: Operand = .load(0), _ b: Operand? = nil,
      _ p: Double = 0
    ) -> Operand {
      instructions.append((operation, a, b ?? a, Float(p)))
      return .instruction(instructions.count - 1)
    }
    func binary(_ operation: ElementwiseLoop.Operation, _ p: Double = 0) -> Operand {
      let a = operand(node.operands[0])
      return emit(operation, a, operand(node.operands[1]), p)
    }
    func unary(_ operation: ElementwiseLoop.Operation, _ p: Double = 0) -> Operand {
      emit(operation, operand(node.operands[0]), nil, p)
    }
    switch node.operation {
    case .constant(let number): return emit(.fill, .instruction(instructions.count), nil, number)
    case .add: return binary(.add)
    case .subtract: return binary(.subtract)
    case .multiply: return binary(.multiply)
    case .divide: return binary(.divide)
    case .scale(let factor): return unary(.scale, factor)
    case .offset(let number): return unary(.offset, number)
    case .leakyRelu(let slope): return unary(.leakyRelu, slope)
    case .gate(let slope): return binary(.gate, slope)
    case .sigmoid: return unary(.sigmoid)
    case .tanh: return unary(.tanh)
    case .softplus: return unary(.softplus)
    case .squareRoot: return unary(.squareRoot)
    case .broadcast:
      let source = schedule.graph.node(node.operands[0])
      let single = source.shape.reduce(1, *) == 1
      let loaded = load(node.operands[0], extent: single ? .single : .channel)
      // A stored broadcast needs a register of its own.
      return schedule.isInMemory(value) ? emit(.copy, loaded) : loaded
    default: return load(value, extent: .whole)
    }
  }

  func finished() -> LoweredStep {
    let registers = allocated()
    func register(_ operand: Operand) -> Int {
      switch operand {
      case .load(let index): index
      case .instruction(let index): registers[index]
      }
    }
    let results = stores + sums
    let outputs = results.enumerated().map { index, result in
      ElementwiseLoop.Output(register: register(result.0), operand: loads.count + index)
    }
    let kernel = ElementwiseLoop(
      rows: loop.rows, channels: loop.channels, loads: loads.map(\.extent),
      instructions: instructions.enumerated().map { index, instruction in
        ElementwiseLoop.Instruction(
          instruction.operation, result: registers[index], a: register(instruction.a),
          b: register(instruction.b), p: instruction.p)
      },
      stores: Array(outputs.prefix(stores.count)), sums: Array(outputs.dropFirst(stores.count)))
    let narrow = Set(loads.filter { $0.extent != .whole }.map(\.value))
    return LoweredStep(
      kernel: kernel, reads: loads.map(\.value), writes: results.map(\.1),
      replaceable: Set(loads.map(\.value)).subtracting(narrow), narrow: narrow)
  }

  /// A register for each instruction, used again once its last reader has run, so that as few
  /// buffers as possible share the cache; the last one's is its own, since it may be a result's memory.
  private func allocated() -> [Int] {
    var lastUse = Array(instructions.indices)
    func use(_ operand: Operand, at index: Int) {
      if case .instruction(let source) = operand { lastUse[source] = max(lastUse[source], index) }
    }
    for (index, instruction) in instructions.enumerated() {
      use(instruction.a, at: index)
      use(instruction.b, at: index)
    }
    for (operand, _) in stores + sums { use(operand, at: instructions.count) }
    var registers = [Int](repeating: 0, count: instructions.count)
    var free: [Int] = []
    var next = loads.count
    for index in instructions.indices {
      for earlier in 0..<index where lastUse[earlier] == index { free.append(registers[earlier]) }
      if index < instructions.count - 1, let register = free.popLast() {
        registers[index] = register
      } else {
        registers[index] = next
        next += 1
      }
      if lastUse[index] == index { free.append(registers[index]) }
    }
    return registers
  }
}
