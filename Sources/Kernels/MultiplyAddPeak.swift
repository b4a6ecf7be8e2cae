internal import CKernels

/// The most fused multiply-adds that a number of threads can do, which no kernel can beat.
public enum MultiplyAddPeak {
  /// Billions of operations a second, a multiply-add counting as two; measured now.
  ///
  /// - Throws: `KernelError.outOfMemory`.
  public static func gigaflops(
    threads: Int, instructionSet: InstructionSet
  ) throws(KernelError) -> Double {
    let pool = ThreadPool(threads: threads, instructionSet: instructionSet, localBytes: 0)
    let arena = try Arena(count: Arena.alignment)
    let nothing = Region(offset: 0, count: 0)
    let clock = ContinuousClock()
    // Several tasks a thread even out threads that begin late. A slow processor takes a second.
    var best = 0.0
    for _ in 0..<5 {
      let kernel = MultiplyAdds(tasks: pool.threads * 4, instructionSet: pool.instructionSet)
      let launch = Launch(
        kernel: kernel, operands: [], shared: nothing, zeros: nothing, arena: arena)
      let seconds = clock.measure { pool.run(launch, step: 0) } / .seconds(1)
      best = max(best, 2 * kernel.multiplyAdds / max(seconds, 1e-9) * 1e-9)
    }
    return best
  }
}

/// Chains of multiply-adds that read and write no memory.
private struct MultiplyAdds: Kernel {
  let tasks: Int
  let instructionSet: InstructionSet

  var phases: [Int] { [tasks] }
  var sharedFloats: Int { 0 }
  var localBytes: Int { 0 }

  /// The turns of a task's loop: the plain one may call a function for each multiply-add.
  private var turns: Int { instructionSet == .plain ? 20_000 : 1_000_000 }

  /// What all tasks do together.
  var multiplyAdds: Double {
    let table = instructionSet.table ?? ck_table_plain()
    return Double(tasks * turns) * table.pointee.multiply_adds(1, 0)
  }

  func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    _ = context.table.pointee.multiply_adds(turns, 1)
  }
}
