internal import Kernels
internal import Random

/// Fills a value with the numbers of a stream at the current step, an image a task.
///
/// The index of a number counts in row-major order, whatever the order in memory.
struct DrawKernel: Kernel {
  private let stream: Stream
  private let distribution: Distribution
  private let images: Int
  private let channels: Int
  private let pixels: Int

  var phases: [Int] { [images] }
  let sharedFloats = 0
  var localBytes: Int { channels * pixels * MemoryLayout<Float>.stride }

  init(stream: Stream, distribution: Distribution, shape: [Int]) {
    self.stream = stream
    self.distribution = distribution
    images = shape.first ?? 1
    channels = shape.count > 1 ? shape[1] : 1
    pixels = shape.dropFirst(2).reduce(1, *)
  }

  func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let count = channels * pixels
    let step = context.step
    context.withLocal(count: count) { numbers in
      distribution.fill(&numbers, from: stream, step: step, first: task * count)
      context.withOperand(0, range: task * count..<(task + 1) * count) { target in
        for channel in 0..<channels {
          for pixel in 0..<pixels {
            target[pixel * channels + channel] = numbers[channel * pixels + pixel]
          }
        }
      }
    }
  }
}
