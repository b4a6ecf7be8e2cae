extension Bitmap {
  /// Whether any pixel is other than grey.
  var isColored: Bool {
    guard channels == 3 else { return false }
    var offset = 0
    while offset < pixels.count {
      if pixels[offset] != pixels[offset + 1] || pixels[offset] != pixels[offset + 2] {
        return true
      }
      offset += 3
    }
    return false
  }

  /// The image over a background, without alpha; grey stays grey.
  func over(_ background: [UInt8]) -> Bitmap {
    guard channels == 4 else { return self }
    var result = [UInt8](repeating: 0, count: width * height * 3)
    for pixel in 0..<(width * height) {
      let alpha = Int(pixels[4 * pixel + 3])
      for channel in 0..<3 {
        let sum =
          Int(pixels[4 * pixel + channel]) * alpha + Int(background[channel]) * (255 - alpha) + 128
        // The quotient by 255, rounded, as Pillow finds it.
        result[3 * pixel + channel] = UInt8(((sum >> 8) + sum) >> 8)
      }
    }
    return Bitmap(width: width, height: height, channels: 3, pixels: result)
  }

  /// The image as grey (1) or RGB (3), by Pillow's weights.
  func converted(toChannels target: Int) -> Bitmap {
    guard channels != target else { return self }
    var result = [UInt8]()
    result.reserveCapacity(width * height * target)
    if target == 3 {
      for grey in pixels {
        result.append(grey)
        result.append(grey)
        result.append(grey)
      }
    } else {
      for pixel in 0..<(width * height) {
        let weighted =
          Int(pixels[3 * pixel]) * 19595 + Int(pixels[3 * pixel + 1]) * 38470
          + Int(pixels[3 * pixel + 2]) * 7471
        result.append(UInt8((weighted + 0x8000) >> 16))
      }
    }
    return Bitmap(width: width, height: height, channels: target, pixels: result)
  }
}
