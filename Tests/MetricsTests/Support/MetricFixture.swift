import Foundation
import Metrics
import ModelSpec
import Testing

/// Specs for tests, and the measuring of images by them.
enum MetricFixture {
  /// A spec of images of a size, with metrics.
  static func spec(
    _ metrics: String, height: Int = 16, width: Int = 16, channels: Int = 3, seed: UInt64 = 1,
    samples: Int = 8
  ) throws -> Spec {
    let text = """
      schema: 1
      seed: \(seed)
      model: {nz: 1, nc: \(channels)}
      data: {synthetic: shapes, size: [\(height), \(width)]}
      generator: [linear: \(channels * height * width), reshape: [nc, \(height), \(width)]]
      discriminator: [flatten, linear: 1]
      train: {batch: 2, steps: 1}
      evaluate: {metrics: \(metrics), samples: \(samples)}

      """
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("gan-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("spec.yaml")
    try Data(text.utf8).write(to: file)
    return try SpecReader(catalogue: MetricCatalogue.standard).read(path: file.path)
  }

  /// What metrics say of 3x16x16 images, or of others.
  static func evaluate(
    _ metrics: String, _ generated: ImageSet, real: ImageSet, threads: Int = 2,
    height: Int = 16, width: Int = 16, channels: Int = 3, seed: UInt64 = 1
  ) throws -> Evaluation {
    let spec = try spec(
      metrics, height: height, width: width, channels: channels, seed: seed,
      samples: max(generated.count, 2))
    return try #require(
      MetricSuite(spec).evaluate(generated, real: real, crew: Crew(threads: threads)))
  }

  /// Images of noise; another number gives others.
  static func noise(
    _ count: Int, _ number: UInt64, height: Int = 16, width: Int = 16, channels: Int = 3
  ) -> ImageSet {
    var images = ImageSet(height: height, width: width, channels: channels)
    images.append(noiseBytes(count * height * width * channels, number))
    return images
  }

  /// Bytes of noise.
  static func noiseBytes(_ count: Int, _ number: UInt64) -> [UInt8] {
    var state = number
    return (0..<count).map { _ in
      // Knuth's linear congruential generator.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(state >> 56)
    }
  }

  /// Images of one byte each, everywhere.
  static func even(_ bytes: [UInt8]) -> ImageSet {
    var images = ImageSet(height: 16, width: 16, channels: 3)
    for byte in bytes { images.append([UInt8](repeating: byte, count: 768)) }
    return images
  }
}
