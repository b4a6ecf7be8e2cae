import Foundation
import Layers
import Metrics
import ModelSpec
import Testing

/// The specs under `experiments/`, by published sizes and committed digests.
@Suite struct ShippedSpecTests {
  struct Shipped: Sendable, CustomStringConvertible {
    let name: String
    let generator: Int
    let discriminator: Int
    let digest: String
    var description: String { name }
  }

  /// Counts by PyTorch for the same networks.
  ///
  /// A digest changes only where the spec's weights do.
  static let shipped = [
    Shipped(
      name: "dcgan64", generator: 3_576_704, discriminator: 2_765_568,
      digest: "cde55d8665da7244f8ce77592922c7037f7fc98db6bfe20d8f911bf5582a5f82"),
    Shipped(
      name: "dcgan32", generator: 1_068_928, discriminator: 663_296,
      digest: "fb72dce73b57025198edf0854e1ae35000e234bb07b6d481f75850e1504a60cf"),
    Shipped(
      name: "dcgan64-paper", generator: 18_885_760, discriminator: 17_232_768,
      digest: "970c0ad6b80ad7c6f92a832b7e7756d237768e4a3819e4092cdab64610530637"),
    Shipped(
      name: "quick", generator: 231_360, discriminator: 42_944,
      digest: "54f524fd02c3b2a514767bc9b3aa3bfba81c5a0a5fe34ac1313f697a04f215fc"),
    Shipped(
      name: "ablation-batchnorm", generator: 296_896, discriminator: 167_808,
      digest: "3087ffe9db2cbfb813aa3e4b75ee1426a690d38c7636260423aacdf8f11f2372"),
    Shipped(
      name: "sweep-label-smoothing", generator: 231_360, discriminator: 42_944,
      digest: "a7508e3417850874af3c8a910266ab044c8928c536a86081eefc7f9eece407a6"),
  ]

  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "experiments")

  @Test func everySpecIsListed() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let specs = files.filter { $0.hasSuffix(".yaml") }.map { $0.dropLast(5) }.sorted()
    #expect(specs.map(String.init) == Self.shipped.map(\.name).sorted())
  }

  @Test(arguments: shipped) func sizesAndDigest(shipped: Shipped) throws {
    let spec = try SpecReader(catalogue: MetricCatalogue.standard).read(
      path: Self.folder.appending(path: "\(shipped.name).yaml").path)
    let networks = try Networks(spec)
    #expect(networks.generator.trainedCount == shipped.generator)
    #expect(networks.discriminator.trainedCount == shipped.discriminator)
    #expect(spec.digest(catalogue: MetricCatalogue.standard) == shipped.digest)
  }
}
