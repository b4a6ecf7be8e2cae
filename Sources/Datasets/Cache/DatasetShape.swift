internal import Crypto

/// How many images of which size.
struct DatasetShape: Hashable, Sendable {
  let count: Int
  let height: Int
  let width: Int
  let channels: Int

  /// Bytes of one image.
  var imageBytes: Int { height * width * channels }

  /// Bytes of all; nil where no number of ours holds them.
  var bytes: Int? {
    let (product, overflow) = count.multipliedReportingOverflow(by: imageBytes)
    return overflow ? nil : product
  }

  /// The data's digest: SHA-256 over count, height, width and channels as little-endian 64-bit
  /// numbers, then the pixels.
  func digest(of pixels: borrowing Span<UInt8>) -> [UInt8] {
    var hash = SHA256()
    for number in [count, height, width, channels] {
      hash.update(littleEndian: number)
    }
    pixels.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Array(hash.finalize())
  }
}

extension SHA256 {
  mutating func update(littleEndian number: Int) {
    withUnsafeBytes(of: UInt64(number).littleEndian) { update(bufferPointer: $0) }
  }
}
