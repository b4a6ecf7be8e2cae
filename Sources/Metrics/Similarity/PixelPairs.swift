/// Two images of one size, pixel beside pixel.
struct PixelPairs {
  let height: Int
  let width: Int
  let channels: Int
  /// Row by row, channels side by side; of each the value in either image.
  private(set) var values: [SIMD2<Double>]

  /// Takes two images of a set.
  init(_ images: ImageSet, _ first: Int, _ second: Int) {
    height = images.height
    width = images.width
    channels = images.channels
    values = zip(images.image(first), images.image(second)).map { SIMD2(Double($0), Double($1)) }
  }

  private init(height: Int, width: Int, channels: Int, values: [SIMD2<Double>]) {
    self.height = height
    self.width = width
    self.channels = channels
    self.values = values
  }

  /// Means of 2x2 pixels; an odd last row or column is left out.
  func halved() -> PixelPairs {
    let (rows, columns) = (height / 2, width / 2)
    var means: [SIMD2<Double>] = []
    means.reserveCapacity(rows * columns * channels)
    for y in 0..<rows {
      for x in 0..<columns {
        for channel in 0..<channels {
          let place = (2 * y * width + 2 * x) * channels + channel
          let below = place + width * channels
          let sum =
            values[place] + values[place + channels] + values[below] + values[below + channels]
          means.append(sum * 0.25)
        }
      }
    }
    return PixelPairs(height: rows, width: columns, channels: channels, values: means)
  }
}
