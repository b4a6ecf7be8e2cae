extension Bitmap {
  /// The image upright.
  func upright(_ orientation: Orientation) -> Bitmap {
    guard orientation != .upright else { return self }
    let swaps = orientation.rawValue >= Orientation.transposed.rawValue
    var result = Bitmap(
      width: swaps ? height : width, height: swaps ? width : height, channels: channels,
      pixels: [UInt8](repeating: 0, count: pixels.count))
    let (right, bottom) = (width - 1, height - 1)
    for y in 0..<result.height {
      for x in 0..<result.width {
        let (column, row) =
          switch orientation {
          case .upright: (x, y)
          case .mirrored: (right - x, y)
          case .turned180: (right - x, bottom - y)
          case .flipped: (x, bottom - y)
          case .transposed: (y, x)
          case .turned90: (y, bottom - x)
          case .transversed: (right - y, bottom - x)
          case .turned270: (right - y, x)
          }
        let (from, to) = ((row * width + column) * channels, (y * result.width + x) * channels)
        for channel in 0..<channels {
          result.pixels[to + channel] = pixels[from + channel]
        }
      }
    }
    return result
  }
}
