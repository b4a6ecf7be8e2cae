internal import ModelSpec

/// The sliced Wasserstein distance between patches of generated and of real images.
///
/// For each level of a Laplacian pyramid, down to the last one whose shorter side is 16 or more:
/// patches of 7x7 pixels, each set normalised by channel, are projected onto random directions, and
/// the distance is the mean absolute difference of the sorted projections, times 1000.
///
/// Karras et al., "Progressive Growing of GANs for Improved Quality, Stability, and Variation"
/// (2017), section 5.
struct SlicedWasserstein: Metric {
  static let declaration = KindDeclaration(
    "swd", summary: "Sliced Wasserstein distance to the data, times 1000; less is better",
    options: [
      OptionDeclaration(
        "patches_per_image", .integer(1...4096), default: .integer(128),
        summary: "patches of each image, at each level"),
      OptionDeclaration(
        "directions", .integer(1...65_536), default: .integer(512),
        summary: "random directions that patches are projected onto"),
    ])
  static let version = 1
  static let lessIsBetter = true

  private let patches: Int
  private let directions: Int

  init(_ options: KindInstance) {
    patches = options.integer("patches_per_image")
    directions = options.integer("directions")
  }

  func problem(with images: ImageShape) -> MetricProblem? {
    let side = PatchDescriptors.side
    guard images.height < side || images.width < side else { return nil }
    return .tooSmall(
      metric: Self.declaration.name, side: side, height: images.height, width: images.width)
  }

  func bytes(for images: ImageShape) -> Int {
    let descriptor = PatchDescriptors.length(channels: images.channels)
    return images.bytesOfTwo
      + 2 * images.count * patches * descriptor * MemoryLayout<Float>.stride
  }

  func method(for images: ImageShape, real: Int) -> [String: OptionValue] {
    // Sorted projections are compared one by one, so there must be as many of both.
    ["images": .integer(min(images.count, real))]
  }

  func values(of input: MetricInput) -> [String: Double] {
    let name = Self.declaration.name
    let count = min(input.generated.count, input.real.count)
    let sizes = LaplacianPyramid.sizes(height: input.real.height, width: input.real.width)
    var values: [String: Double] = [:]
    var sum = 0.0
    for (level, size) in sizes.enumerated() {
      let sets = [input.generated, input.real].map { images in
        PatchDescriptors(
          images, count: count, patches: patches, level: level, seed: input.seed,
          crew: input.crew)
      }
      let distance = SlicedDistance(
        directions: directions, length: sets[0].length, level: level, seed: input.seed
      ).between(sets[0], sets[1], crew: input.crew)
      values["\(name)/\(size.height)x\(size.width)"] = 1000 * distance
      sum += 1000 * distance
    }
    values[name] = sum / Double(sizes.count)
    return values
  }
}
