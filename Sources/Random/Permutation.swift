extension Stream {
  /// A permutation of `0 ..< count` as a function of the stream and the step (Fisher, Yates).
  public func permutation(count: Int, step: UInt32) -> [Int] {
    var order = Array(0..<count)
    var place = count - 1
    while place > 0 {
      // A 32-bit word scaled by 64-bit multiplication: the bias is below count / 2^32.
      let word = UInt64(word(step: step, index: place))
      order.swapAt(place, Int((word &* UInt64(place + 1)) >> 32))
      place -= 1
    }
    return order
  }
}
