/// Bands of rows of the small image, and the part of the large image under each, zeros around it
/// included: there every row of the filter meets one stretch of floats, at the edges too.
struct EdgeBands {
  let geometry: ConvolutionGeometry
  /// Rows of a band, but for the last of an image.
  let height: Int
  private let perImage: Int

  /// The bands of a batch.
  var count: Int { geometry.batch * perImage }
  /// Small pixels of a band at most.
  var pixels: Int { height * geometry.outWidth }
  /// Floats of a row of the filter over one filter.
  var segment: Int { geometry.kernelWidth * geometry.channels }
  /// Floats from one place of the filter to the next, across and down.
  var step: Int { geometry.strideWidth * geometry.channels }
  var stepDown: Int { geometry.strideHeight * rowLength }
  /// Floats of a row of the copy.
  var rowLength: Int { (geometry.outWidth - 1) * step + segment }
  /// Floats of the copy.
  var floats: Int {
    ((height - 1) * geometry.strideHeight + geometry.kernelHeight) * rowLength
  }

  init(_ geometry: ConvolutionGeometry, pixels: Int) {
    self.geometry = geometry
    let most = max(1, pixels / geometry.outWidth)
    height = geometry.outHeight.blocks(of: geometry.outHeight.blocks(of: most))
    perImage = geometry.outHeight.blocks(of: height)
  }

  /// The image of a band, and its rows.
  func place(of band: Int) -> (image: Int, rows: Range<Int>) {
    let first = band % perImage * height
    return (band / perImage, first..<min(first + height, geometry.outHeight))
  }

  /// Copies what lies under a band.
  func copy(_ band: Int, of large: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>) {
    let g = geometry
    let (image, rows) = place(of: band)
    let width = g.width * g.channels
    let before = min(g.paddingWidth * g.channels, rowLength)
    let inside = min(width, rowLength - before)
    let top = rows.lowerBound * g.strideHeight - g.paddingHeight
    for row in 0..<(rows.count - 1) * g.strideHeight + g.kernelHeight {
      let line = target + row * rowLength
      if (0..<g.height).contains(top + row) {
        let source = large + (image * g.height + top + row) * width
        line.update(repeating: 0, count: before)
        (line + before).update(from: source, count: inside)
        (line + before + inside).update(repeating: 0, count: rowLength - before - inside)
      } else {
        line.update(repeating: 0, count: rowLength)
      }
    }
  }
}
