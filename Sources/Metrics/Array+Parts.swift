internal import Dispatch
internal import Synchronization

extension Array where Element: BitwiseCopyable & Sendable {
  /// Fills equal parts of the array, each by one of a crew, until that is dismissed.
  ///
  /// The parts are the same for any number of threads, and so is what a function of its part
  /// alone makes of each.
  mutating func fillParts(
    of size: Int, by crew: Crew,
    _ fill: @Sendable (_ part: Int, _ values: inout MutableSpan<Element>) -> Void
  ) {
    let parts = count / size
    let next = Atomic(0)
    withUnsafeMutableBufferPointer { values in
      nonisolated(unsafe) let values = values
      DispatchQueue.concurrentPerform(iterations: Swift.min(crew.threads, parts)) { _ in
        while !crew.isDismissed() {
          let part = next.add(1, ordering: .relaxed).oldValue
          guard part < parts else { return }
          var span = values.extracting(part * size..<(part + 1) * size).mutableSpan
          fill(part, &span)
        }
      }
    }
  }
}
