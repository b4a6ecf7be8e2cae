public import Kernels

/// Runs a plan on this machine's processor.
///
/// Tensors enter and leave by name, so another backend could stand in its place.
public final class Executor {
  /// The plan that it runs.
  public let plan: Plan
  private let arena: Arena
  private let pool: ThreadPool
  private let launches: [Launch]
  /// Whether anything has been written to the arena, which begins as zeros.
  private var isUsed = false

  /// The threads that it runs on, this one included.
  public var threads: Int { pool.threads }
  /// The instructions that it uses.
  public var instructionSet: InstructionSet { pool.instructionSet }

  /// Reserves the plan's memory and starts its threads.
  ///
  /// - Throws: `KernelError.outOfMemory`.
  public init(
    _ plan: Plan, threads: Int, instructionSet: InstructionSet = .best
  ) throws(KernelError) {
    self.plan = plan
    let arena = try Arena(count: plan.arenaCount)
    self.arena = arena
    pool = ThreadPool(
      threads: threads, instructionSet: instructionSet, localBytes: plan.localBytes)
    launches = plan.steps.map { step in
      Launch(
        kernel: step.kernel, operands: step.operands, shared: step.shared, zeros: plan.zeros,
        arena: arena)
    }
  }

  /// Sets an input or a state.
  ///
  /// - Throws: `EngineError.noSuchTensor` or `EngineError.shapeMismatch`.
  public func upload(_ tensor: Tensor, to name: String) throws(EngineError) {
    isUsed = true
    guard let slot = plan.inputs[name] ?? plan.states[name] else {
      throw .noSuchTensor(name)
    }
    guard slot.shape == tensor.shape, tensor.values.count == slot.region.count else {
      throw .shapeMismatch(name: name, expected: slot.shape, found: tensor.shape)
    }
    if tensor.layout == .channelsLast && slot.order == .channelsLast {
      arena.write(tensor.values, to: slot.region)
    } else {
      let rows =
        tensor.layout == .channelsLast
        ? Order.channelsLast.restore(tensor.values, shape: tensor.shape) : tensor.values
      arena.write(rows, to: slot.region, order: slot.order, shape: slot.shape)
    }
  }

  /// An output, a state or an input, in row-major order.
  ///
  /// - Throws: `EngineError.noSuchTensor`.
  public func download(_ name: String) throws(EngineError) -> Tensor {
    guard let slot = plan.outputs[name] ?? plan.states[name] ?? plan.inputs[name] else {
      throw .noSuchTensor(name)
    }
    return Tensor(
      shape: slot.shape,
      values: arena.read(slot.region, order: slot.order, shape: slot.shape))
  }

  /// Sets all states to zeros.
  public func clearStates() {
    // Memory is slow when it is first written to; a step does that on all threads.
    guard isUsed else { return }
    for slot in plan.states.values { arena.clear(slot.region) }
  }

  /// Sets every state as another executor has it.
  ///
  /// - Throws: `EngineError.noSuchTensor` or `EngineError.shapeMismatch`.
  public func copyStates(from other: Executor) throws(EngineError) {
    isUsed = true
    for (name, slot) in plan.states {
      guard let source = other.plan.states[name] else { throw .noSuchTensor(name) }
      guard source.shape == slot.shape else {
        throw .shapeMismatch(name: name, expected: slot.shape, found: source.shape)
      }
      if source.order == slot.order {
        arena.copy(source.region, of: other.arena, to: slot.region)
      } else {
        try upload(other.download(name), to: name)
      }
    }
  }

  /// Computes every output and update once; random draws are those of the step.
  public func run(step: UInt32) {
    for launch in launches { run(launch, step) }
  }

  /// Computes as `run` does, and says how long each kernel took.
  public func runTiming(step: UInt32) -> [Duration] {
    let clock = ContinuousClock()
    return launches.map { launch in clock.measure { run(launch, step) } }
  }

  private func run(_ launch: Launch, _ step: UInt32) {
    isUsed = true
    pool.run(launch, step: step)
  }

  /// Computes as `run` does, and says where the first infinite or undefined number arose.
  public func runLookingForNonFinite(step: UInt32) -> String? {
    var found: String?
    for (launch, planned) in zip(launches, plan.steps) {
      run(launch, step)
      if found == nil {
        found = planned.results.first { arena.hasNonFinite($0.region) }?.scope
      }
    }
    return found
  }

  /// Whether a tensor holds an infinite or undefined number.
  public func hasNonFinite(_ name: String) -> Bool {
    guard let slot = plan.outputs[name] ?? plan.states[name] else { return false }
    return arena.hasNonFinite(slot.region)
  }
}
