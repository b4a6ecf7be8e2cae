import Metrics
import Testing

@Suite struct MultiScaleSimilarityTests {
  private func value(_ images: ImageSet, height: Int = 16, width: Int = 16) throws -> Float? {
    try MetricFixture.evaluate(
      "[ms_ssim]", images, real: images, height: height, width: width
    ).values["ms_ssim"]
  }

  @Test func equalImagesHaveOne() throws {
    let noise = MetricFixture.noiseBytes(64 * 48 * 3, 1)
    var images = ImageSet(height: 64, width: 48, channels: 3)
    for _ in 0..<6 { images.append(noise) }
    #expect(try value(images, height: 64, width: 48) == 1)
    #expect(try value(MetricFixture.even([0, 0, 0, 0])) == 1)
  }

  @Test func noiseHasNothingInCommon() throws {
    #expect(try value(MetricFixture.noise(10, 1)) ?? 1 < 0.1)
  }

  /// Even images differ in luminance alone: `(2 * 100 * 150 + C) / (100^2 + 150^2 + C)`.
  @Test func evenImagesDifferByTheirLuminance() throws {
    let expected: Float = (30_000 + 6.5025) / (32_500 + 6.5025)
    #expect(abs((try value(MetricFixture.even([100, 150])) ?? 0) - expected) < 1e-6)
  }

  @Test func aNegativeSimilarityIsNone() throws {
    let image = MetricFixture.noiseBytes(768, 1)
    var images = ImageSet(height: 16, width: 16, channels: 3)
    images.append(image)
    images.append(image.map { 255 - $0 })
    #expect(try value(images) == 0)
  }

  @Test func neighboursArePairs() throws {
    #expect(try value(MetricFixture.even([9, 9, 200, 200, 77])) == 1)
    #expect(try value(MetricFixture.even([9, 200, 9, 200])) ?? 1 < 0.5)
  }
}
