/// How an image must be turned to be upright, by its EXIF tag.
enum Orientation: Int {
  case upright = 1
  case mirrored
  case turned180
  case flipped
  case transposed
  case turned90
  case transversed
  case turned270

  private static let tag = 0x0112

  /// Reads the tag of a TIFF structure; what cannot be read is upright.
  init(tiff bytes: [UInt8]) {
    let prefix = Array("Exif\0\0".utf8)
    let tiff = bytes.starts(with: prefix) ? Array(bytes.dropFirst(prefix.count)) : bytes
    self = Self.read(tiff).flatMap(Orientation.init(rawValue:)) ?? .upright
  }

  /// Reads the tag of the EXIF segment of a JPEG file.
  init(jpeg bytes: [UInt8]) {
    var offset = 2
    while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
      let marker = bytes[offset + 1]
      if marker == 0xFF {  // a fill byte
        offset += 1
        continue
      }
      let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
      // Pixels begin at the start of scan; metadata stand before it.
      guard marker != 0xDA, length >= 2, offset + 2 + length <= bytes.count else { break }
      let segment = bytes[(offset + 4)..<(offset + 2 + length)]
      if marker == 0xE1, segment.starts(with: Array("Exif\0\0".utf8)) {
        self.init(tiff: Array(segment))
        return
      }
      offset += 2 + length
    }
    self = .upright
  }

  private static func read(_ tiff: [UInt8]) -> Int? {
    guard tiff.count >= 8 else { return nil }
    let little = tiff.starts(with: Array("II".utf8))
    guard little || tiff.starts(with: Array("MM".utf8)) else { return nil }
    func number(at offset: Int, bytes: Int) -> Int? {
      guard offset >= 0, offset + bytes <= tiff.count else { return nil }
      let window = tiff[offset..<(offset + bytes)]
      return (little ? Array(window.reversed()) : Array(window)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(at: 2, bytes: 2) == 42,
      let directory = number(at: 4, bytes: 4), let count = number(at: directory, bytes: 2)
    else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = number(at: entry, bytes: 2) else { return nil }
      guard tag == Self.tag, let type = number(at: entry + 2, bytes: 2) else { continue }
      let bytesOfType = [1: 1, 3: 2, 4: 4]
      return bytesOfType[type].flatMap { number(at: entry + 8, bytes: $0) }
    }
    return nil
  }
}
