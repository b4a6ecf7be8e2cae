internal import Random

/// The Gaussian window that structural similarity looks through.
struct SimilarityWindow: Sendable {
  /// Rows and columns.
  static let side = 11

  private static let deviation = 1.5
  /// Keep quotients of dark and of even pieces from being anything: `(0.01 * 255)^2` and
  /// `(0.03 * 255)^2`.
  private static let (darkness, evenness) = (2.55 * 2.55, 7.65 * 7.65)

  private let weights: [Double]

  init() {
    let weights = (0..<Self.side).map { place in
      let distance = Double(place - Self.side / 2) / Self.deviation
      return Transcendental.exp(-distance * distance / 2)
    }
    let sum = weights.reduce(0, +)
    self.weights = weights.map { $0 / sum }
  }

  /// The mean of contrast and structure over all places, and of that times luminance.
  func similarity(of pair: PixelPairs) -> (structure: Double, whole: Double) {
    let (columns, rows) = (pair.width - Self.side + 1, pair.height - Self.side + 1)
    let (step, row) = (pair.channels, columns * pair.channels)
    // Of each pair x, y the window's means of x, y, xx, yy and xy; lanes beyond are 0.
    var across = [SIMD8<Double>](repeating: .zero, count: pair.height * row)
    for y in 0..<pair.height {
      for index in 0..<row {
        var sum = SIMD8<Double>.zero
        for (tap, weight) in weights.enumerated() {
          let pixel = pair.values[y * pair.width * step + index + tap * step]
          let square = pixel * pixel
          sum += weight * SIMD8(pixel.x, pixel.y, square.x, square.y, pixel.x * pixel.y, 0, 0, 0)
        }
        across[y * row + index] = sum
      }
    }
    var (structure, whole) = (0.0, 0.0)
    for y in 0..<rows {
      for index in 0..<row {
        var mean = SIMD8<Double>.zero
        for (tap, weight) in weights.enumerated() {
          mean += weight * across[(y + tap) * row + index]
        }
        let (x, y) = (mean[0], mean[1])
        let variances = (mean[2] - x * x) + (mean[3] - y * y)
        let contrast =
          (2 * (mean[4] - x * y) + Self.evenness) / (variances + Self.evenness)
        structure += contrast
        whole += contrast * ((2 * x * y + Self.darkness) / (x * x + y * y + Self.darkness))
      }
    }
    let count = Double(rows * row)
    return (structure / count, whole / count)
  }
}
