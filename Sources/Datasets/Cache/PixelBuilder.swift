internal import Dispatch
internal import FoundationEssentials
internal import Synchronization

/// Makes all images of a data set on all cores, each into its place.
struct PixelBuilder {
  let images: any ImageProvider
  let shape: DatasetShape
  let store: PixelStore
  /// Where the first image begins.
  let offset: Int
  /// Told how many images are done, of how many.
  let progress: (@Sendable (Int, Int) -> Void)?

  private struct Outcome {
    var colored = 0
    var bad: [(index: Int, problem: ImageProblem)] = []
    var failure: DatasetError?
  }

  /// Makes them; returns how many had colour.
  func run() throws(DatasetError) -> Int {
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
    let outcome = total.withLock { $0 }
    if let failure = outcome.failure { throw failure }
    guard outcome.bad.isEmpty else {
      // The same report whichever thread found which first.
      let inOrder = outcome.bad.sorted { $0.index < $1.index }
      throw .badImages(
        path: images.path,
        images: inOrder.map { BadImage(entry: images.name($0.index), problem: $0.problem) })
    }
    return outcome.colored
  }

  private func work(_ next: borrowing Atomic<Int>, _ done: borrowing Atomic<Int>) -> Outcome {
    var part = Outcome()
    do {
      let worker = try images.makeWorker()
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
