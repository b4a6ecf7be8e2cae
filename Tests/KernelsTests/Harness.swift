import Kernels
import Random

/// Runs kernels on operands of their own, for comparison with obvious code.
enum Harness {
  /// Leaves numbers in a thread's scratch that nobody may read.
  private struct Poison: Kernel {
    let localBytes: Int
    let phases = [8]
    let sharedFloats = 0

    func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
      context.withLocal(count: localBytes / MemoryLayout<Float>.stride) { scratch in
        for index in scratch.indices { scratch[index] = .nan }
      }
    }
  }

  /// Values that look random and are the same in every run.
  static func values(_ count: Int, _ name: String) -> [Float] {
    var values = [Float](repeating: 0, count: count)
    Distribution.normal(mean: 0, std: 1).fill(
      &values, from: Stream(seed: 7, name: name), step: 0)
    return values
  }

  /// Runs a kernel on given operands and returns the last of them, of `count` floats.
  static func run(
    _ kernel: any Kernel, inputs: [[Float]], output count: Int, threads: Int = 1,
    instructionSet: InstructionSet = .best
  ) throws -> [Float] {
    var regions: [Region] = []
    var offset = 0
    func region(_ floats: Int) -> Region {
      defer { offset += Arena.aligned(floats) }
      return Region(offset: offset, count: floats)
    }
    for input in inputs { regions.append(region(input.count)) }
    regions.append(region(count))
    let shared = region(kernel.sharedFloats)
    let zeros = region(8_192)
    let arena = try Arena(count: offset)
    for (values, region) in zip(inputs, regions) { arena.write(values, to: region) }
    // What a kernel forgets to write shows.
    arena.write([Float](repeating: .nan, count: count), to: regions[inputs.count])
    arena.write([Float](repeating: .nan, count: shared.count), to: shared)
    let pool = ThreadPool(
      threads: threads, instructionSet: instructionSet, localBytes: kernel.localBytes)
    for kernel: any Kernel in [Poison(localBytes: kernel.localBytes), kernel] {
      pool.run(
        Launch(kernel: kernel, operands: regions, shared: shared, zeros: zeros, arena: arena),
        step: 1)
    }
    return arena.read(regions[inputs.count])
  }

  /// The largest difference over the largest expected value.
  static func error(_ found: [Float], _ expected: [Double]) -> Double {
    let largest = expected.map(abs).max() ?? 0
    let difference = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
    return found.contains { $0.isNaN } ? .infinity : difference / max(largest, 1e-30)
  }

  /// The bits of floats, for comparisons that see everything.
  static func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
}
