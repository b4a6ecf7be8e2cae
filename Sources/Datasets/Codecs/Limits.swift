/// Bounds that no image of a data set should meet, so that a bomb goes off nowhere.
enum Limits {
  /// Bytes of one file, or of one entry of a zip once unpacked.
  static let bytes = 256 << 20
  /// Bytes of an image's metadata, unpacked.
  static let metadata = 64 << 20
  /// Columns, or rows.
  static let side = 65535
  /// Pixels of one image: 8192 x 8192.
  static let pixels = 1 << 26
  /// Folders within folders.
  static let depth = 64
  /// How much deflate can shrink anything, by its format.
  static let deflateRatio = 1032
  /// A block of 64 pixels takes one bit at least, but for what arithmetic coding makes of nothing.
  static let pixelsPerJPEGByte = 1024

  /// Refuses an image by its declared size, before anything is decoded.
  static func check(width: Int, height: Int) throws(ImageProblem) {
    guard (1...side).contains(width), (1...side).contains(height), width * height <= pixels else {
      throw .tooManyPixels(width: width, height: height)
    }
  }
}
