/// What every image of a data set is made into.
package struct ImageTarget: Hashable, Sendable {
  let height: Int
  let width: Int
  /// 1 is grey, 3 is RGB.
  let channels: Int
  /// What shows through transparent pixels: red, green, blue.
  let background: [UInt8]

  package init(height: Int, width: Int, channels: Int, background: [UInt8] = [255, 255, 255]) {
    self.height = height
    self.width = width
    self.channels = channels
    self.background = background
  }

  /// An image file made into it.
  func image(of file: [UInt8]) throws(ImageProblem) -> PreparedImage {
    let decoded = try DecodedImage(file)
    let flat = decoded.bitmap.upright(decoded.orientation).over(background)
    return PreparedImage(
      pixels: flat.converted(toChannels: channels).covering(width: width, height: height).pixels,
      isColored: flat.isColored)
  }
}

/// An image of a data set.
struct PreparedImage {
  /// The rows from the top, channels side by side.
  let pixels: [UInt8]
  /// Whether the image had colour, even where the target is grey.
  let isColored: Bool
}
