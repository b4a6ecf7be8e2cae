import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// The elements, each transformed by one of several threads; of several errors the first.
  func concurrentMap<Value: Sendable>(
    _ transform: @Sendable (Element) throws -> Value
  ) throws -> [Value] {
    let next = Atomic(0)
    let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
    // Few enough to leave other work its share; files are read faster than by one.
    DispatchQueue.concurrentPerform(iterations: Swift.min(8, count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let result = Result { try transform(self[index]) }
        results.withLock { $0[index] = result }
      }
    }
    return try results.withLock { $0 }.compactMap { try $0?.get() }
  }
}
