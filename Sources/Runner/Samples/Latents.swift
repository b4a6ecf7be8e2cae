public import ModelSpec
import Random

/// The z of images, each a function of a seed and the image's number.
public struct Latents: Sendable {
  /// Values that one image is made from.
  public let length: Int
  private let latent: Latent
  private let stream: Stream

  /// The latents of a seed, the spec's own if none is given; by default as sample grids have them.
  public init(_ spec: Spec, seed: UInt64? = nil, stream name: String = "samples") {
    length = spec.nz
    latent = spec.latent
    stream = Stream(seed: seed ?? spec.seed, name: name)
  }

  /// The values of the first images, one after the other.
  public func first(_ count: Int) -> [Float] {
    let distribution: Distribution =
      latent == .normal ? .normal(mean: 0, std: 1) : .uniform(low: -1, high: 1)
    var values = [Float](repeating: 0, count: count * length)
    distribution.fill(&values, from: stream, step: 0)
    return values
  }

  /// The values of images on the way from one image to another, both included.
  ///
  /// Between normal latents the length changes evenly too: nearly all of the distribution lies at
  /// one distance from zero, and a straight line leaves it.
  public func between(_ first: Int, _ second: Int, count: Int) -> [Float] {
    let all = self.first(max(first, second) + 1)
    let a = all[first * length..<(first + 1) * length]
    let b = all[second * length..<(second + 1) * length]
    func norm(_ values: some Sequence<Float>) -> Float {
      values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    return (0..<count).flatMap { index -> [Float] in
      let t = count > 1 ? Float(index) / Float(count - 1) : 0
      let line = zip(a, b).map { (1 - t) * $0 + t * $1 }
      let found = norm(line)
      guard latent == .normal, found > 0 else { return line }
      let due = (1 - t) * norm(a) + t * norm(b)
      return line.map { $0 * (due / found) }
    }
  }
}
