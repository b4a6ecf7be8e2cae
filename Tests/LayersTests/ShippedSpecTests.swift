import Foundation
import Layers
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
      digest: "0d548eab82c29019c7d58061fee0535ca12f6ee64dd6fb2796ea6dfe26db4425"),
    Shipped(
      name: "dcgan32", generator: 1_068_928, discriminator: 663_296,
      digest: "aff0c24f98474d9b7899434a19f295ba066a719f477dd4b7ba13b6901963e5fd"),
    Shipped(
      name: "dcgan64-paper", generator: 18_885_760, discriminator: 17_232_768,
      digest: "9efbbc1a4361e61f96164ea4fe66ac8f4a63231c99f24906d21cdbcecdc6c82d"),
    Shipped(
      name: "quick", generator: 142_800, discriminator: 95_136,
      digest: "5e36d6a57bf4bcb01de5e411612fd73bde2cce69394ed3b13e1581f6cfcb58e9"),
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
    let spec = try SpecReader(catalogue: LayerCatalogue.standard).read(
      path: Self.folder.appending(path: "\(shipped.name).yaml").path)
    let networks = try Networks(spec)
    #expect(networks.generator.trainedCount == shipped.generator)
    #expect(networks.discriminator.trainedCount == shipped.discriminator)
    #expect(spec.digest(catalogue: LayerCatalogue.standard) == shipped.digest)
  }
}
