internal import CSPNG

/// PNG files, through libspng.
public enum PNG {
  /// Decodes a file of any colour type and bit depth; of 16 bits the high byte stays.
  static func decode(_ bytes: [UInt8]) throws(ImageProblem) -> DecodedImage {
    guard let context = spng_ctx_new(0) else { throw .outOfMemory }
    defer { spng_ctx_free(context) }
    return try bytes.withUnsafeBufferPointer { buffer throws(ImageProblem) in
      try decode(buffer, context)
    }
  }

  private static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ context: OpaquePointer
  ) throws(ImageProblem) -> DecodedImage {
    try check(spng_set_chunk_limits(context, Limits.metadata, Limits.metadata))
    // A wrong checksum anywhere is a damaged file, even where the pixels could be had.
    let refuse = Int32(SPNG_CRC_ERROR.rawValue)
    try check(spng_set_crc_action(context, refuse, refuse))
    try check(spng_set_png_buffer(context, bytes.baseAddress, bytes.count))

    var header = spng_ihdr()
    try check(spng_get_ihdr(context, &header))
    let (width, height) = (Int(header.width), Int(header.height))
    try Limits.check(width: width, height: height)
    let rawBits = width * height * samples(header.color_type) * Int(header.bit_depth)
    guard rawBits / 8 <= Limits.deflateRatio * bytes.count else {
      throw .tooManyPixels(width: width, height: height)
    }

    let hasKey = try hasTransparency(context)
    let hasAlpha = hasKey || header.color_type & 4 != 0
    let channels = hasAlpha ? 4 : 3
    let format = hasAlpha ? SPNG_FMT_RGBA8 : SPNG_FMT_RGB8
    var pixels = [UInt8](repeating: 0, count: width * height * channels)
    let status = pixels.withUnsafeMutableBytes {
      spng_decode_image(
        context, $0.baseAddress, $0.count, Int32(format.rawValue),
        Int32(SPNG_DECODE_TRNS.rawValue))
    }
    try check(status)
    // What was cut off after the pixels is refused too; of the last chunk libspng reads the name.
    try check(spng_decode_chunks(context))
    guard bytes.suffix(end.count).elementsEqual(end) || contains(end, in: bytes) else {
      throw .truncated
    }
    return DecodedImage(
      bitmap: Bitmap(width: width, height: height, channels: channels, pixels: pixels),
      orientation: orientation(context))
  }

  private static func hasTransparency(_ context: OpaquePointer) throws(ImageProblem) -> Bool {
    var transparency = spng_trns()
    let status = spng_get_trns(context, &transparency)
    guard status != Int32(SPNG_ECHUNKAVAIL.rawValue) else { return false }
    try check(status)
    return true
  }

  private static let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]

  private static func contains(_ part: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: part) }
  }

  private static func orientation(_ context: OpaquePointer) -> Orientation {
    var exif = spng_exif()
    guard spng_get_exif(context, &exif) == 0, let data = exif.data else { return .upright }
    return Orientation(tiff: Array(UnsafeRawBufferPointer(start: data, count: exif.length)))
  }

  private static func samples(_ colorType: UInt8) -> Int {
    switch UInt32(colorType) {
    case SPNG_COLOR_TYPE_TRUECOLOR.rawValue: 3
    case SPNG_COLOR_TYPE_TRUECOLOR_ALPHA.rawValue: 4
    case SPNG_COLOR_TYPE_GRAYSCALE_ALPHA.rawValue: 2
    default: 1
    }
  }

  private static func check(_ status: Int32) throws(ImageProblem) {
    switch status {
    case Int32(SPNG_OK.rawValue): return
    case SPNG_IO_EOF.rawValue, Int32(SPNG_EIDAT_TOO_SHORT.rawValue): throw .truncated
    case Int32(SPNG_ECHUNK_CRC.rawValue): throw .wrongChecksum
    case Int32(SPNG_EMEM.rawValue): throw .outOfMemory
    default: throw .corrupt(spng_strerror(status).map { String(cString: $0) } ?? "\(status)")
    }
  }
}

extension PNG {
  /// The version of libspng that this process runs with.
  static var libraryVersion: String {
    spng_version_string().map { String(cString: $0) } ?? "unknown"
  }
}
