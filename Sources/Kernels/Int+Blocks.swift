extension Int {
  /// How many blocks of a size cover so many things.
  func blocks(of size: Int) -> Int { (self + size - 1) / size }
}
