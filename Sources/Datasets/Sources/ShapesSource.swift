internal import Random

/// `synthetic: shapes`: one big saturated shape on a light ground in each image.
///
/// An image is a function of its index and the size alone, the same bits everywhere: basic
/// arithmetic, square roots and our own sine.
struct ShapesSource: SyntheticSource {
  static let name = "shapes"
  static let version = 1

  private static let inks: [[Double]] = [
    [226, 54, 54], [240, 134, 30], [242, 190, 22], [52, 168, 83],
    [24, 160, 176], [52, 104, 224], [130, 72, 200], [230, 76, 148],
  ]
  private static let grounds: [[Double]] = [
    [255, 255, 255], [255, 246, 228], [232, 244, 255], [236, 250, 236], [250, 236, 248],
  ]
  private static let stream = Stream(seed: 0x7368_6170_6573, name: "data/shapes")

  let height: Int
  let width: Int

  func image(_ index: Int) -> Bitmap {
    var draws = Draws(stream: Self.stream, step: UInt32(truncatingIfNeeded: index))
    let kind = Shape.Kind.allCases[draws.choice(of: Shape.Kind.allCases.count)]
    let ink = Self.inks[draws.choice(of: Self.inks.count)]
    let ground = Self.grounds[draws.choice(of: Self.grounds.count)]
    let side = Double(min(height, width))
    let radius = side * kind.scale * (0.3 + 0.1 * draws.fraction())
    let x = Double(width) / 2 + side * 0.06 * (2 * draws.fraction() - 1)
    let y = Double(height) / 2 + side * 0.06 * (2 * draws.fraction() - 1)
    let shape = Shape(kind, x: x, y: y, radius: radius, turn: draws.fraction())

    var pixels = [UInt8]()
    pixels.reserveCapacity(height * width * 3)
    for row in 0..<height {
      for column in 0..<width {
        let coverage = shape.coverage(column: column, row: row)
        for channel in 0..<3 {
          let value = ground[channel] + (ink[channel] - ground[channel]) * coverage
          pixels.append(UInt8(value + 0.5))
        }
      }
    }
    return Bitmap(width: width, height: height, channels: 3, pixels: pixels)
  }

  /// One word after another of an image's own.
  private struct Draws {
    let stream: Stream
    let step: UInt32
    var index = 0

    mutating func choice(of count: Int) -> Int {
      Int((UInt64(word()) * UInt64(count)) >> 32)
    }

    mutating func fraction() -> Double {
      Double(word()) * 0x1p-32
    }

    private mutating func word() -> UInt32 {
      defer { index += 1 }
      return stream.word(step: step, index: index)
    }
  }
}
