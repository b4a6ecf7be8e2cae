internal import Dispatch
public import Engine
public import ModelSpec
internal import Random
internal import Synchronization

/// Batches of real images, each a function of its number, the next one made in the background.
public final class BatchLoader: Sendable {
  /// Batches that one pass over the images gives.
  public let batchesPerEpoch: Int
  /// Steps that one pass over the images gives.
  public let stepsPerEpoch: Int

  private let maker: BatchMaker
  private let queue = DispatchQueue(label: "gan-run.batches", qos: .userInitiated)
  private let state = Mutex(State())

  private struct State {
    var upcoming: (number: Int, batch: PendingBatch)?
    var waited: Duration = .zero
  }

  /// Makes the loader of a spec's batches; refuses where there are too few images for a step.
  public convenience init(_ dataset: Dataset, spec: Spec) throws(DatasetError) {
    try self.init(
      dataset, batch: spec.train.batch, discriminatorSteps: spec.train.discriminatorSteps,
      flips: spec.data.flip, seed: spec.seed)
  }

  /// Makes a loader; `batch` and `discriminatorSteps` are positive.
  package init(
    _ dataset: Dataset, batch: Int, discriminatorSteps: Int = 1, flips: Bool = false, seed: UInt64
  ) throws(DatasetError) {
    stepsPerEpoch = dataset.count / batch / discriminatorSteps
    guard stepsPerEpoch > 0 else {
      throw .tooFewImages(
        count: dataset.count, batch: batch, discriminatorSteps: discriminatorSteps)
    }
    batchesPerEpoch = stepsPerEpoch * discriminatorSteps
    maker = BatchMaker(
      dataset: dataset, size: batch, perEpoch: batchesPerEpoch, flips: flips, seed: seed)
  }

  /// How long callers have waited for batches in all.
  public var waited: Duration { state.withLock { $0.waited } }

  /// A batch by its number, counted from 0 over all epochs; the one after it is begun.
  ///
  /// Its shape is `[N, C, H, W]`, channels last in memory; values are from -1 to 1.
  public func batch(_ number: Int) -> Tensor {
    let clock = ContinuousClock()
    let start = clock.now
    let ready = state.withLock { state in
      state.upcoming?.number == number ? state.upcoming?.batch : nil
    }
    let batch = ready?.take() ?? maker.batch(number)
    let following = PendingBatch()
    state.withLock { state in
      state.upcoming = (number + 1, following)
      state.waited += clock.now - start
    }
    queue.async { [maker] in
      following.put(maker.batch(number + 1))
    }
    return batch
  }
}
