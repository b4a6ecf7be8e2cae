/// An image of real numbers: rows from the top, channels side by side.
struct FloatImage {
  let height: Int
  let width: Int
  let channels: Int
  var values: [Float]

  init(height: Int, width: Int, channels: Int, values: [Float]) {
    self.height = height
    self.width = width
    self.channels = channels
    self.values = values
  }

  init(_ images: ImageSet, _ index: Int) {
    self.init(
      height: images.height, width: images.width, channels: images.channels,
      values: images.image(index).map { Float($0) })
  }

  /// The image at half its size: blurred by `[1, 4, 6, 4, 1] / 16` in both directions, every other
  /// pixel of every other row; beyond the edge it is mirrored at the last pixel.
  func halved() -> FloatImage {
    let (rows, columns) = ((height + 1) / 2, (width + 1) / 2)
    return resampled(height: rows, width: columns) { place, size in
      let center = 2 * place
      return [
        (Self.mirrored(center - 2, size), 1 / 16), (Self.mirrored(center - 1, size), 4 / 16),
        (center, 6 / 16), (Self.mirrored(center + 1, size), 4 / 16),
        (Self.mirrored(center + 2, size), 1 / 16),
      ]
    }
  }

  /// The image at about twice its size: zeros between its pixels, then the same blur times 4.
  func doubled(height: Int, width: Int) -> FloatImage {
    resampled(height: height, width: width) { place, size in
      let (near, odd) = place.quotientAndRemainder(dividingBy: 2)
      // Mirrored at the last zero, the pixel beyond the end is the last one again.
      let after = min(near + 1, size - 1)
      if odd == 1 { return [(near, 4 / 8), (after, 4 / 8)] }
      return [(near > 0 ? near - 1 : min(1, size - 1), 1 / 8), (near, 6 / 8), (after, 1 / 8)]
    }
  }

  /// What is left of it without another of the same size.
  func subtracting(_ other: FloatImage) -> FloatImage {
    var result = self
    for index in values.indices { result.values[index] -= other.values[index] }
    return result
  }

  private static func mirrored(_ place: Int, _ size: Int) -> Int {
    place < 0 ? -place : place >= size ? 2 * size - 2 - place : place
  }

  /// An image each of whose pixels is a sum of some in its row, and then in its column.
  private func resampled(
    height rows: Int, width columns: Int, taps: (_ place: Int, _ size: Int) -> [(Int, Float)]
  ) -> FloatImage {
    var wide = [Float](repeating: 0, count: height * columns * channels)
    for x in 0..<columns {
      for (source, weight) in taps(x, width) {
        for y in 0..<height {
          let from = (y * width + source) * channels
          let to = (y * columns + x) * channels
          for channel in 0..<channels { wide[to + channel] += weight * values[from + channel] }
        }
      }
    }
    let row = columns * channels
    var result = [Float](repeating: 0, count: rows * row)
    for y in 0..<rows {
      for (source, weight) in taps(y, height) {
        for index in 0..<row { result[y * row + index] += weight * wide[source * row + index] }
      }
    }
    return FloatImage(height: rows, width: columns, channels: channels, values: result)
  }
}
