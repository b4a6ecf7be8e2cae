internal import CTurboJPEG
internal import Glibc

/// JPEG files, through TurboJPEG.
enum JPEG {
  /// Decodes a grey, colour or CMYK file.
  static func decode(_ bytes: [UInt8]) throws(ImageProblem) -> DecodedImage {
    guard let decoder = tjInitDecompress() else { throw .outOfMemory }
    defer { tjDestroy(decoder) }

    var (width, height, subsampling, colorspace) = (Int32(), Int32(), Int32(), Int32(-1))
    let status = tjDecompressHeader3(
      decoder, bytes, UInt(bytes.count), &width, &height, &subsampling, &colorspace)
    // A subsampling that TurboJPEG has no name for is an error here, and yet can be decoded.
    if width < 1 || colorspace < 0 || subsampling >= 0 { try check(status, decoder) }
    // A file that ends in its tables is a right one to the library, of no image.
    guard width > 0 else { throw .truncated }
    try Limits.check(width: Int(width), height: Int(height))
    guard Int(width) * Int(height) <= Limits.pixelsPerJPEGByte * bytes.count else {
      throw .tooManyPixels(width: Int(width), height: Int(height))
    }

    let (format, channels) = layout(colorspace)
    var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height) * channels)
    // The accurate transform is what Pillow decodes by. A warning means damage.
    let flags = TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
    try check(
      tjDecompress2(
        decoder, bytes, UInt(bytes.count), &pixels, width, 0, height, Int32(format.rawValue), flags
      ), decoder)
    var bitmap = Bitmap(
      width: Int(width), height: Int(height), channels: channels, pixels: pixels)
    if channels == 4 { bitmap = rgb(invertedCMYK: bitmap) }
    return DecodedImage(bitmap: bitmap, orientation: Orientation(jpeg: bytes))
  }

  private static func layout(_ colorspace: Int32) -> (format: TJPF, channels: Int) {
    switch UInt32(bitPattern: colorspace) {
    case TJCS_GRAY.rawValue: (TJPF_GRAY, 1)
    case TJCS_CMYK.rawValue, TJCS_YCCK.rawValue: (TJPF_CMYK, 4)
    default: (TJPF_RGB, 3)
    }
  }

  /// Pillow's conversion; like it we take all CMYK files for inverted, as Adobe writes them.
  private static func rgb(invertedCMYK image: Bitmap) -> Bitmap {
    var pixels = [UInt8](repeating: 0, count: image.width * image.height * 3)
    for pixel in 0..<(image.width * image.height) {
      let white = Int(image.pixels[4 * pixel + 3])
      for channel in 0..<3 {
        let ink = 255 - Int(image.pixels[4 * pixel + channel])
        let product = ink * white + 128
        pixels[3 * pixel + channel] = UInt8(max(0, white - ((product >> 8) + product) >> 8))
      }
    }
    return Bitmap(width: image.width, height: image.height, channels: 3, pixels: pixels)
  }

  private static func check(_ status: Int32, _ decoder: tjhandle) throws(ImageProblem) {
    guard status != 0 else { return }
    let text = tjGetErrorStr2(decoder).map { String(cString: $0) } ?? "unknown error"
    // Its messages start with the name of the function.
    let message = text.split(separator: "): ", maxSplits: 1).last.map(String.init) ?? text
    if message.contains("Premature end") {
      throw .truncated
    } else if message.contains("Unsupported") {
      throw .unsupported(message)
    } else {
      throw .corrupt(message)
    }
  }
}

extension JPEG {
  /// The file of the library that this process runs with, which bears its version.
  ///
  /// TurboJPEG has no call that says it; the system lists what a process has mapped.
  static var libraryFile: String {
    guard let maps = fopen("/proc/self/maps", "r") else { return "unknown" }
    defer { fclose(maps) }
    var line = [CChar](repeating: 0, count: 8192)
    while fgets(&line, Int32(line.count), maps) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let file = text.split(separator: "/").last ?? ""
      if file.hasPrefix("libturbojpeg.") { return String(file) }
    }
    return "unknown"
  }
}
