/// An image at several scales: each level holds what the next one, at half the size, leaves out.
///
/// Burt and Adelson, "The Laplacian Pyramid as a Compact Image Code" (1983).
enum LaplacianPyramid {
  /// The least that the shorter side of a level is, if the image itself has as much.
  private static let leastSide = 16

  /// The sizes of all levels, that of the image first.
  static func sizes(height: Int, width: Int) -> [(height: Int, width: Int)] {
    var sizes = [(height: height, width: width)]
    while let last = sizes.last, min(last.height, last.width) >= 2 * leastSide - 1 {
      sizes.append(((last.height + 1) / 2, (last.width + 1) / 2))
    }
    return sizes
  }

  /// One level; the last one is the blurred image itself.
  static func level(_ level: Int, of image: FloatImage) -> FloatImage {
    let last = sizes(height: image.height, width: image.width).count - 1
    var image = image
    for _ in 0..<level { image = image.halved() }
    if level == last { return image }
    return image.subtracting(image.halved().doubled(height: image.height, width: image.width))
  }
}
