/// What every image of a data set is made into.
package struct ImageTarget: Hashable, Sendable {
  package let height: Int
  package let width: Int
  /// 1 is grey, 3 is RGB.
  package let channels: Int
  /// What shows through transparent pixels: red, green, blue.
  package let background: [UInt8]

  package init(height: Int, width: Int, channels: Int, background: [UInt8] = [255, 255, 255]) {
    self.height = height
    self.width = width
    self.channels = channels
    self.background = background
  }

  /// An image file made into it.
  package func image(of file: [UInt8]) throws(ImageProblem) -> PreparedImage {
    let decoded = try DecodedImage(file)
    let flat = decoded.bitmap.upright(decoded.orientation).over(background)
    return PreparedImage(
      pixels: flat.converted(toChannels: channels).covering(width: width, height: height).pixels,
      isColored: flat.isColored)
  }
}

/// An image of a data set.
package struct PreparedImage {
  /// The rows from the top, channels side by side.
  package let pixels: [UInt8]
  /// Whether the image had colour, even where the target is grey.
  package let isColored: Bool
}
