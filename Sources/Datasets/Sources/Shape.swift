internal import Random

/// A filled shape in the plane.
struct Shape {
  enum Kind: CaseIterable {
    case circle
    case ring
    case square
    case triangle
    case star
    case cross

    /// By how much its circumscribed circle is larger than others', for all to look as big.
    var scale: Double {
      switch self {
      case .circle: 0.9
      case .ring: 1
      case .square, .cross: 1.1
      case .triangle, .star: 1.2
      }
    }
  }

  private enum Outline {
    case circle
    /// The part of the radius from which on there is ink.
    case ring(inner: Double)
    case polygon([(x: Double, y: Double)])
  }

  private let x: Double
  private let y: Double
  private let radius: Double
  private let outline: Outline

  /// Samples of a pixel that an edge crosses, in each direction.
  private static let samples = 4

  /// A shape around a centre; `turn` is the part of its symmetry's turn that it is rotated by.
  init(_ kind: Kind, x: Double, y: Double, radius: Double, turn: Double) {
    self.x = x
    self.y = y
    self.radius = radius
    outline =
      switch kind {
      case .circle: .circle
      case .ring: .ring(inner: 0.55)
      case .square: .polygon(Self.corners([1], of: 4, turn))
      case .triangle: .polygon(Self.corners([1], of: 3, turn))
      case .star: .polygon(Self.corners([1, 0.45], of: 5, turn))
      case .cross: .polygon(Self.crossCorners(turn))
      }
  }

  /// How much of a pixel is inked.
  func coverage(column: Int, row: Int) -> Double {
    let (dx, dy) = (Double(column) + 0.5 - x, Double(row) + 0.5 - y)
    let reach = radius + 1
    guard dx * dx + dy * dy < reach * reach else { return 0 }
    func inked(_ across: Int, _ down: Int) -> Int {
      let step = 1 / Double(Self.samples)
      let right = dx + (Double(across) + 0.5) * step - 0.5
      let below = dy + (Double(down) + 0.5) * step - 0.5
      return contains(right / radius, below / radius) ? 1 : 0
    }
    // Most pixels are all inside or all outside, which their outer samples tell.
    let last = Self.samples - 1
    let outer = inked(0, 0) + inked(last, 0) + inked(0, last) + inked(last, last)
    guard outer != 0, outer != 4 else { return Double(outer / 4) }
    var inside = 0
    for sample in 0..<(Self.samples * Self.samples) {
      inside += inked(sample % Self.samples, sample / Self.samples)
    }
    return Double(inside) / Double(Self.samples * Self.samples)
  }

  /// Whether a point is inside, in radii from the centre.
  private func contains(_ x: Double, _ y: Double) -> Bool {
    let square = x * x + y * y
    guard square <= 1 else { return false }
    switch outline {
    case .circle: return true
    case .ring(let inner): return square >= inner * inner
    case .polygon(let corners):
      // Even and odd: a ray to the right crosses the outline of what it starts in an odd
      // number of times.
      var isInside = false
      var previous = corners[corners.count - 1]
      for corner in corners {
        if (corner.y > y) != (previous.y > y),
          x < (previous.x - corner.x) * (y - corner.y) / (previous.y - corner.y) + corner.x
        {
          isInside.toggle()
        }
        previous = corner
      }
      return isInside
    }
  }

  /// Corners at equal angles, their distances from the centre taking turns.
  private static func corners(
    _ distances: [Double], of count: Int, _ turn: Double
  ) -> [(x: Double, y: Double)] {
    let total = count * distances.count
    return (0..<total).map { corner in
      let (cosine, sine) = direction((Double(corner) / Double(total)) + turn / Double(count))
      let distance = distances[corner % distances.count]
      return (distance * sine, -distance * cosine)
    }
  }

  private static func crossCorners(_ turn: Double) -> [(x: Double, y: Double)] {
    let (cosine, sine) = direction(turn / 4)
    let (long, short) = (0.95, 0.3)
    let upright = [
      (short, -long), (short, -short), (long, -short), (long, short), (short, short),
      (short, long), (-short, long), (-short, short), (-long, short), (-long, -short),
      (-short, -short), (-short, -long),
    ]
    return upright.map { (x: $0 * cosine - $1 * sine, y: $0 * sine + $1 * cosine) }
  }

  private static func direction(_ turn: Double) -> (cosine: Double, sine: Double) {
    Transcendental.cosineAndSine(ofTurn: turn >= 1 ? turn - 1 : turn)
  }
}
