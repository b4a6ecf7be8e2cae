/// The format of an image file, told by its first bytes: names lie, and Pillow too goes by content.
enum ImageFormat: Hashable {
  case png
  case jpeg
  /// A format that is not read, by its name.
  case other(String)

  /// The format of a file; nil where it is no image.
  init?(of bytes: [UInt8]) {
    func starts(_ signature: [UInt8], at offset: Int = 0) -> Bool {
      bytes.dropFirst(offset).starts(with: signature)
    }
    func starts(_ signature: String, at offset: Int = 0) -> Bool {
      starts(Array(signature.utf8), at: offset)
    }
    if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if starts([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if starts("GIF8") {
      self = .other("GIF")
    } else if starts("RIFF"), starts("WEBP", at: 8) {
      self = .other("WebP")
    } else if starts("BM") {
      self = .other("BMP")
    } else if starts([0x49, 0x49, 0x2A, 0x00]) || starts([0x4D, 0x4D, 0x00, 0x2A]) {
      self = .other("TIFF")
    } else if starts("ftypavif", at: 4) {
      self = .other("AVIF")
    } else if starts("ftyphe", at: 4) || starts("ftypmif1", at: 4) {
      self = .other("HEIF")
    } else if starts([0xFF, 0x0A]) || starts("JXL ", at: 4) {
      self = .other("JPEG XL")
    } else if starts("jP  ", at: 4) {
      self = .other("JPEG 2000")
    } else {
      return nil
    }
  }

  /// Whether files of this name are taken for images.
  static func reads(name: String) -> Bool {
    hasSuffix(name, in: ["png", "jpg", "jpeg"])
  }

  /// Whether files of this name are images that are not read.
  static func skips(name: String) -> Bool {
    hasSuffix(
      name, in: ["gif", "webp", "bmp", "tif", "tiff", "avif", "heic", "heif", "jxl", "jp2", "ppm"])
  }

  private static func hasSuffix(_ name: String, in suffixes: [String]) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    return suffixes.contains(name[name.index(after: dot)...].lowercased())
  }
}
