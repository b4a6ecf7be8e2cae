internal import Kernels
internal import Random

/// Fills a value with the numbers of a stream at the current step.
///
/// The index of a number counts in row-major order, whatever the order in memory.
struct DrawKernel: Kernel {
  let stream: Stream
  let distribution: Distribution
  let shape: [Int]
  let phases = [1]
  let sharedFloats = 0
  let localBytes = 0

  func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let step = context.step
    var values = [Float](repeating: 0, count: shape.reduce(1, *))
    distribution.fill(&values, from: stream, step: step)
    let arranged = Order.channelsLast.arrange(values, shape: shape)
    context.withOperand(0, count: arranged.count) { target in
      for index in arranged.indices { target[index] = arranged[index] }
    }
  }
}
