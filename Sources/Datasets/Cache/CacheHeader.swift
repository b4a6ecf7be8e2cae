internal import Crypto

/// The first page of a cache file; the pixels of all images follow.
struct CacheHeader: Hashable {
  /// Bytes before the pixels: a page, so that they are mapped aligned.
  static let bytes = 4096
  // Goes up when the layout changes, or the pixels that files are decoded to.
  private static let magic = Array("gan-run pixels 1".utf8)

  let shape: DatasetShape
  /// The images that had colour.
  let colored: Int
  /// SHA-256 over what the images were made from.
  let key: [UInt8]
  /// The data's digest.
  let digest: [UInt8]

  private var fields: [Int] {
    [shape.count, shape.height, shape.width, shape.channels, colored]
  }

  /// The bytes of the page, closed by a checksum.
  var encoded: [UInt8] {
    var page = Self.magic
    for field in fields {
      withUnsafeBytes(of: UInt64(field).littleEndian) { page.append(contentsOf: $0) }
    }
    page += key + digest
    page += Array(SHA256.hash(data: page))
    return page + [UInt8](repeating: 0, count: Self.bytes - page.count)
  }

  /// What a page must be for a key and shape; nil where it is anything else.
  init?(_ page: [UInt8], shape: DatasetShape, key: [UInt8]) {
    let digestStart = Self.magic.count + 8 * 5 + 32
    guard page.count == Self.bytes else { return nil }
    let colored = page[(Self.magic.count + 32)..<(Self.magic.count + 40)].reversed()
      .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    self.init(
      shape: shape, colored: Int(clamping: colored), key: key,
      digest: Array(page[digestStart..<(digestStart + 32)]))
    // Whatever differs in any field, the page does.
    guard encoded == page else { return nil }
  }

  init(shape: DatasetShape, colored: Int, key: [UInt8], digest: [UInt8]) {
    self.shape = shape
    self.colored = colored
    self.key = key
    self.digest = digest
  }
}
