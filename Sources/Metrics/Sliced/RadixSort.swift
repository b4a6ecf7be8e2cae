/// Numbers as integers in the same order.
enum OrderedBits {
  /// The integer of a number.
  static func bits(_ value: Float) -> UInt32 {
    let bits = value.bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
  }

  /// The number of an integer.
  static func value(_ bits: UInt32) -> Float {
    Float(bitPattern: bits >> 31 == 1 ? bits & 0x7fff_ffff : ~bits)
  }
}

/// Sorts integers byte by byte: hundreds of thousands in a millisecond.
enum RadixSort {
  /// Sorts a range of an array; the scratch has room for it.
  static func sort(_ values: inout [UInt32], _ range: Range<Int>, scratch: inout [UInt32]) {
    var counts = [Int](repeating: 0, count: 4 * 256)
    var values = values.mutableSpan
    var scratch = scratch.mutableSpan
    for index in range {
      let value = values[index]
      for byte in 0..<4 { counts[byte * 256 + Int(value >> UInt32(8 * byte) & 255)] += 1 }
    }
    let start = range.lowerBound
    for byte in stride(from: 0, to: 4, by: 2) {
      distribute(values, start, to: &scratch, 0, count: range.count, by: byte, counts)
      distribute(scratch, 0, to: &values, start, count: range.count, by: byte + 1, counts)
    }
  }

  /// Moves values into the order of one byte; those that share it stay in theirs.
  private static func distribute(
    _ source: borrowing MutableSpan<UInt32>, _ sourceStart: Int,
    to target: inout MutableSpan<UInt32>, _ targetStart: Int, count: Int, by byte: Int,
    _ counts: [Int]
  ) {
    var places = [Int](repeating: targetStart, count: 256)
    for value in 1..<256 { places[value] = places[value - 1] + counts[byte * 256 + value - 1] }
    for index in sourceStart..<sourceStart + count {
      let value = source[unchecked: index]
      let digit = Int(value >> UInt32(8 * byte) & 255)
      target[unchecked: places[digit]] = value
      places[digit] += 1
    }
  }
}
