import Datasets
import Testing

@Suite struct PNGTests {
  @Test(arguments: [1, 3], [(1, 1), (7, 5), (64, 33)])
  func encodedPixelsComeBack(_ channels: Int, _ size: (Int, Int)) throws {
    let (width, height) = size
    let pixels = (0..<(width * height * channels)).map { UInt8(truncatingIfNeeded: $0 * 31) }
    let file = try PNG.encode(pixels: pixels, width: width, height: height, channels: channels)
    let again = try PNG.encode(pixels: pixels, width: width, height: height, channels: channels)
    #expect(file == again)
    let target = ImageTarget(height: height, width: width, channels: channels)
    #expect(try target.image(of: file).pixels == pixels)
  }

  /// The fields of IHDR stand in the specification: width, height, bit depth, colour type.
  @Test func headerSaysWhatItIs() throws {
    let file = try PNG.encode(
      pixels: [UInt8](repeating: 9, count: 6), width: 3, height: 2, channels: 1)
    #expect(file[..<8].elementsEqual([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(file[16..<29].elementsEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]))
  }

  @Test(arguments: [
    (0, 0, 3, 0), (2, 2, 3, 11), (2, 2, 4, 16), (-1, -1, 1, 1), (70000, 1, 1, 70000),
  ])
  func wrongShapeIsRefused(_ width: Int, _ height: Int, _ channels: Int, _ bytes: Int) {
    let error = PNG.EncodingError.wrongShape(
      bytes: bytes, width: width, height: height, channels: channels)
    #expect(throws: error) {
      try PNG.encode(
        pixels: [UInt8](repeating: 0, count: bytes), width: width, height: height,
        channels: channels)
    }
  }
}
