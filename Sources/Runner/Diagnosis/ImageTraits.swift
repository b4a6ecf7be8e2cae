public import Datasets
public import Engine
import Layers
import Random

/// What images have in common: how much they differ, and how much of them is neither black nor white.
public struct ImageTraits: Hashable, Sendable {
  /// The standard deviation of a value over the images, on average over an image's values.
  public var spread: Float
  /// The part of the values that is inside (-0.99, 0.99).
  public var midtones: Float

  /// The images that are looked at: one batch of the sampler's.
  public static let count = SamplingGraph.batch

  /// Makes traits.
  public init(spread: Float, midtones: Float) {
    self.spread = spread
    self.midtones = midtones
  }

  /// The traits of images in [-1, 1], `[count, …]`.
  public init(_ images: Tensor) {
    let each = images.values.count / max(images.shape[0], 1)
    var sums = Sums(valuesPerImage: each)
    for index in 0..<images.shape[0] {
      sums.add(images.values[index * each..<(index + 1) * each])
    }
    self = sums.traits
  }

  /// The traits of real images, chosen by a seed.
  public init(_ data: Dataset, seed: UInt64) {
    var sums = Sums(valuesPerImage: data.height * data.width * data.channels)
    let order = Stream(seed: seed, name: "diagnosis/real").permutation(count: data.count, step: 0)
    for index in order.prefix(Self.count) {
      sums.add(data.image(index).map { Float(Double($0) / 127.5 - 1) })
    }
    self = sums.traits
  }

  /// The traits as multiples of those of real images; where real images have none, as if equal.
  package func relative(to real: ImageTraits) -> ImageTraits {
    ImageTraits(
      spread: real.spread > 0 ? spread / real.spread : 1,
      midtones: real.midtones > 0 ? midtones / real.midtones : 1)
  }
}

extension ImageTraits {
  /// Sums over images, added in their order.
  private struct Sums {
    private var count = 0
    private var inner = 0
    private var sums: [Double]
    private var squares: [Double]

    init(valuesPerImage: Int) {
      sums = .init(repeating: 0, count: valuesPerImage)
      squares = sums
    }

    mutating func add(_ image: some Collection<Float>) {
      count += 1
      for (index, value) in image.enumerated() {
        let value = Double(value)
        sums[index] += value
        squares[index] += value * value
        if abs(value) < 0.99 { inner += 1 }
      }
    }

    var traits: ImageTraits {
      let n = Double(max(count, 1))
      var deviations = 0.0
      for (sum, square) in zip(sums, squares) {
        let mean = sum / n
        deviations += max(0, square / n - mean * mean).squareRoot()
      }
      let values = Double(max(sums.count, 1))
      return ImageTraits(
        spread: Float(deviations / values), midtones: Float(Double(inner) / (n * values)))
    }
  }
}
