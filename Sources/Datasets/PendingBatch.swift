internal import Dispatch
internal import Engine
internal import Synchronization

/// A batch that another thread is making.
final class PendingBatch: Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let batch = Mutex<Tensor?>(nil)

  /// Hands the batch over.
  func put(_ tensor: Tensor) {
    batch.withLock { $0 = tensor }
    done.signal()
  }

  /// Waits for the batch.
  func take() -> Tensor? {
    done.wait()
    // Who else asks for it need not wait.
    defer { done.signal() }
    return batch.withLock { $0 }
  }
}
