internal import CSPNG

extension PNG {
  /// Why pixels could not be written as PNG.
  public enum EncodingError: Error, Hashable, Sendable {
    /// The number of bytes is not that of the size and channels, or they are not 1 or 3.
    case wrongShape(bytes: Int, width: Int, height: Int, channels: Int)
    /// The library failed, in its own words.
    case failed(String)
  }

  /// The file of an image of 8-bit grey or RGB pixels; the same bytes for the same pixels.
  public static func encode(
    pixels: [UInt8], width: Int, height: Int, channels: Int
  ) throws(EncodingError) -> [UInt8] {
    guard
      channels == 1 || channels == 3, width > 0, height > 0,
      width <= Limits.side, height <= Limits.side, pixels.count == width * height * channels
    else {
      throw .wrongShape(bytes: pixels.count, width: width, height: height, channels: channels)
    }
    guard let context = spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue)) else {
      throw .failed("out of memory")
    }
    defer { spng_ctx_free(context) }

    let colorType = channels == 1 ? SPNG_COLOR_TYPE_GRAYSCALE : SPNG_COLOR_TYPE_TRUECOLOR
    var header = spng_ihdr(
      width: UInt32(width), height: UInt32(height), bit_depth: 8,
      color_type: UInt8(colorType.rawValue), compression_method: 0, filter_method: 0,
      interlace_method: 0)
    try check(spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1))
    try check(spng_set_ihdr(context, &header))
    let status = pixels.withUnsafeBytes {
      spng_encode_image(
        context, $0.baseAddress, $0.count, Int32(SPNG_FMT_PNG.rawValue),
        Int32(SPNG_ENCODE_FINALIZE.rawValue))
    }
    try check(status)

    var count = 0
    var error: Int32 = 0
    guard let file = spng_get_png_buffer(context, &count, &error) else {
      throw .failed(spng_strerror(error).map { String(cString: $0) } ?? "\(error)")
    }
    defer { free(file) }
    return Array(UnsafeRawBufferPointer(start: file, count: count))
  }

  private static func check(_ status: Int32) throws(EncodingError) {
    if status != 0 {
      throw .failed(spng_strerror(status).map { String(cString: $0) } ?? "\(status)")
    }
  }
}
