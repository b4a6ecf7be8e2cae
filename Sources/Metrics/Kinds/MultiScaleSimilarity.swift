internal import ModelSpec
internal import Random

/// The mean multi-scale structural similarity between pairs of generated images.
///
/// It is near 1 where all look alike. Samples 0 and 1 are a pair, 2 and 3, and so on. The
/// similarity is Wang, Simoncelli and Bovik's, "Multiscale Structural Similarity for Image Quality
/// Assessment" (2003): a Gaussian window of 11x11 and standard deviation 1.5, means over all
/// channels and pixels that it fits around, up to five scales with the paper's weights. Where fewer
/// fit, their weights are scaled to a sum of 1. A negative mean counts as 0. As a measure of
/// diversity it is Odena, Olah and Shlens', "Conditional Image Synthesis with Auxiliary Classifier
/// GANs" (2016).
struct MultiScaleSimilarity: Metric {
  static let declaration = KindDeclaration(
    "ms_ssim",
    summary: "Multi-scale structural similarity between pairs of samples; 1 if all are alike"
  )
  static let version = 1
  static let lessIsBetter = true
  static let caution: String? = "but noise has the least"

  private static let weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]

  init(_ options: KindInstance) {}

  func problem(with images: ImageShape) -> MetricProblem? {
    let side = SimilarityWindow.side
    guard images.height < side || images.width < side else { return nil }
    return .tooSmall(
      metric: Self.declaration.name, side: side, height: images.height, width: images.width)
  }

  func bytes(for images: ImageShape) -> Int { images.bytesOfTwo }

  func method(for images: ImageShape, real: Int) -> [String: OptionValue] {
    [
      "pairs": .integer(images.count / 2),
      "scales": .integer(Self.scales(height: images.height, width: images.width)),
    ]
  }

  func values(of input: MetricInput) -> [String: Double] {
    let images = input.generated
    let scales = Self.scales(height: images.height, width: images.width)
    let window = SimilarityWindow()
    var pairs = [Double](repeating: 0, count: images.count / 2)
    pairs.fillParts(of: 1, by: input.crew) { pair, similarity in
      similarity[0] = Self.similarity(
        PixelPairs(images, 2 * pair, 2 * pair + 1), scales: scales, window)
    }
    return [Self.declaration.name: pairs.reduce(0, +) / Double(pairs.count)]
  }

  /// How many scales the window fits into.
  private static func scales(height: Int, width: Int) -> Int {
    var (side, scales) = (min(height, width) / 2, 1)
    while scales < weights.count, side >= SimilarityWindow.side {
      (side, scales) = (side / 2, scales + 1)
    }
    return scales
  }

  private static func similarity(
    _ pair: PixelPairs, scales: Int, _ window: SimilarityWindow
  ) -> Double {
    let sum = weights[..<scales].reduce(0, +)
    var (pair, product) = (pair, 1.0)
    for scale in 0..<scales {
      let (structure, whole) = window.similarity(of: pair)
      product *= power(scale == scales - 1 ? whole : structure, weights[scale] / sum)
      if scale < scales - 1 { pair = pair.halved() }
    }
    return product
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    guard base >= .leastNormalMagnitude else { return 0 }
    return Transcendental.exp(exponent * Transcendental.log(base))
  }
}
