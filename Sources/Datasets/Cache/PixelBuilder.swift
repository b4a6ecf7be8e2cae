internal import Dispatch
internal import FoundationEssentials
internal import Synchronization

/// Makes all images of a data set on all cores, each into its place.
struct PixelBuilder {
  let provider: any ImageProvider
  let shape: DatasetShape
  let store: PixelStore
  /// Where the first image begins.
  let offset: Int
  /// Told how many images are done, of how many.
  let progress: (@Sendable (Int, Int) -> Void)?

  /// The images that had colour, and those that are bad.
  struct Outcome {
    var colored = 0
    var bad: [(index: Int, problem: ImageProblem)] = []
    var failure: DatasetError?
  }

  func run() -> Outcome {
    let next = Atomic(0)
    let done = Atomic(0)
    let total = Mutex(Outcome())
    // Each may hold the pixels of a large image: more than a few would be too many at once.
    let threads = min(ProcessInfo.processInfo.activeProcessorCount, shape.count, 8)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let part = work(next, done)
      total.withLock {
        $0.colored += part.colored
        $0.bad += part.bad
        $0.failure = $0.failure ?? part.failure
      }
    }
    return total.withLock { $0 }
  }

  private func work(_ next: borrowing Atomic<Int>, _ done: borrowing Atomic<Int>) -> Outcome {
    var part = Outcome()
    do {
      let worker = try provider.makeWorker()
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < shape.count else { return part }
        do {
          let image = try worker.image(index)
          store.write(image.pixels, at: offset + index * shape.imageBytes)
          part.colored += image.isColored ? 1 : 0
        } catch {
          part.bad.append((index, error))
        }
        progress?(done.add(1, ordering: .relaxed).newValue, shape.count)
      }
    } catch {
      part.failure = error
    }
    return part
  }
}
