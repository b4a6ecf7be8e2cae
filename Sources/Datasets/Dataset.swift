internal import ModelSpec

/// Real images, decoded and all of one size.
public struct Dataset: Sendable {
  /// How many there are.
  public let count: Int
  /// Rows of an image.
  public let height: Int
  /// Columns of an image.
  public let width: Int
  /// 1 is grey, 3 is RGB.
  public let channels: Int
  /// SHA-256 over count, height, width and channels as little-endian 64-bit numbers and the pixels
  /// in the order of their paths, in hexadecimal digits.
  public let digest: String
  /// What may not be as it was meant.
  public let warnings: [DatasetWarning]
  /// Whether the images were found decoded.
  public let cameFromCache: Bool

  private let store: PixelStore
  private let offset: Int

  init(
    header: CacheHeader, store: PixelStore, offset: Int, warnings: [DatasetWarning],
    cameFromCache: Bool
  ) {
    count = header.shape.count
    height = header.shape.height
    width = header.shape.width
    channels = header.shape.channels
    digest = header.digest.hexadecimal
    self.warnings = warnings
    self.cameFromCache = cameFromCache
    self.store = store
    self.offset = offset
  }

  /// The bytes of an image: rows from the top, channels side by side.
  public func withImage<Result, Failure: Error>(
    _ index: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = height * width * channels
    let start = offset + index * bytes
    return try store.withBytes(start..<(start + bytes), body)
  }

  /// A copy of the bytes of an image.
  public func image(_ index: Int) -> [UInt8] {
    withImage(index) { span in span.indices.map { span[$0] } }
  }
}
