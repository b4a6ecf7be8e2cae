internal import Kernels

extension Schedule {
  /// The steps, with loops inside the convolutions that they make a source of, or whose result they go
  /// on with: each image is then in the cache of the core that works on it.
  func loweredWithLoopsInside() -> [LoweredStep] {
    var steps = lowered()
    var index = 0
    while index < steps.count {
      if let product = steps[index].kernel as? WinogradProduct {
        var convolution = ConvolutionWithLoops(
          schedule: self, product: product, steps: steps, index: index)
        convolution.takeLoopsBefore()
        convolution.takeLoopsAfter()
        (steps, index) = (convolution.steps, convolution.index)
      }
      index += 1
    }
    return steps
  }
}

/// A convolution that takes loops out of the steps around it.
private struct ConvolutionWithLoops {
  private let schedule: Schedule
  private var product: WinogradProduct
  private(set) var steps: [LoweredStep]
  private(set) var index: Int

  /// Steps that are looked at in either direction.
  private static let reach = 6

  init(schedule: Schedule, product: WinogradProduct, steps: [LoweredStep], index: Int) {
    self.schedule = schedule
    self.product = product
    self.steps = steps
    self.index = index
  }

  private func owners(_ values: [Value]) -> Set<Value> {
    Set(values.map { schedule.owner(of: $0).base })
  }

  /// Whether a loop goes through the images of a value one after another.
  private func goesThroughImages(_ loop: ElementwiseLoop, of value: Value) -> Bool {
    let node = schedule.graph.node(value)
    return node.order == .channelsLast && node.shape.count == 4
      && node.shape[0] == product.batch && loop.canRun(inParts: product.batch)
  }

  /// Takes loops that write a source which nothing else needs before the convolution has ended.
  mutating func takeLoopsBefore() {
    let sources = steps[index].operands.prefix(product.sources)
    var between: Set<Value> = []
    var candidate = index - 1
    let last = max(0, index - Self.reach)
    while candidate >= last {
      let step = steps[candidate]
      defer {
        between.formUnion(owners(step.reads))
        candidate -= 1
      }
      guard let loop = step.kernel as? ElementwiseLoop,
        let source = sources.firstIndex(where: step.writes.contains),
        goesThroughImages(loop, of: sources[source])
      else { continue }
      // Whatever else the convolution reads, another source among it, may be a view of what it writes.
      var others = steps[index].reads
      others.remove(at: source)
      guard owners(step.writes).isDisjoint(with: between.union(owners(others))),
        keepsNothingLonger(step, at: candidate)
      else { continue }
      product = product.running(
        loop, at: .source(source), firstOperand: steps[index].operands.count)
      join(step, writes: step.writes + steps[index].writes, removing: candidate)
      index -= 1
    }
  }

  /// Whether what a loop writes takes over all memory that it is the last to read: the convolution
  /// needs memory for its results, and the rest would be kept beside those.
  private func keepsNothingLonger(_ loop: LoweredStep, at candidate: Int) -> Bool {
    let later = owners(steps[(candidate + 1)...].flatMap(\.reads))
    let last = owners(loop.reads.filter { !loop.narrow.contains($0) }).subtracting(later)
    return last.count <= loop.writes.count
  }

  /// Takes loops that go on with a result and need nothing that comes later.
  ///
  /// They may write over it, so that only those are taken which leave it to be seen where numbers that
  /// aren't finite came from.
  mutating func takeLoopsAfter() {
    let targets = Array(
      steps[index].operands[(product.sources + 1)...].prefix(product.sources))
    var missing = owners(steps[index].writes)
    var candidate = index + 1
    for _ in 0..<Self.reach where candidate < steps.count {
      let step = steps[candidate]
      defer { missing.formUnion(owners(step.writes)) }
      guard let loop = step.kernel as? ElementwiseLoop, loop.isGate,
        let target = targets.firstIndex(where: step.reads.contains),
        goesThroughImages(loop, of: targets[target]), !step.narrow.contains(targets[target]),
        owners(step.reads.filter { $0 != targets[target] }).isDisjoint(with: missing)
      else {
        candidate += 1
        continue
      }
      product = product.running(
        loop, at: .target(target), firstOperand: steps[index].operands.count)
      join(step, writes: steps[index].writes + step.writes, removing: candidate)
    }
  }

  /// Makes a step of two, with what they write in the order in which they do; what both read can't be
  /// replaced on the way.
  private mutating func join(_ loop: LoweredStep, writes: [Value], removing candidate: Int) {
    let step = steps[index]
    func replaceable(of one: LoweredStep, beside other: LoweredStep) -> [Value: Set<Value>] {
      let kept = owners(other.reads)
      return one.replaceable.mapValues { $0.filter { owners([$0]).isDisjoint(with: kept) } }
    }
    steps[index] = LoweredStep(
      kernel: product, reads: step.reads + loop.reads, writes: writes,
      operands: step.operands + loop.operands,
      replaceable: replaceable(of: step, beside: loop)
        .merging(replaceable(of: loop, beside: step)) { $1 },
      narrow: step.narrow.union(loop.narrow))
    steps.remove(at: candidate)
  }
}
