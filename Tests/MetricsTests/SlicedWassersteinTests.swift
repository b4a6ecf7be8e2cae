import Metrics
import Testing

@Suite struct SlicedWassersteinTests {
  private let metric = "[{swd: {patches_per_image: 5, directions: 9}}]"

  @Test func equalSetsAreAtNoDistance() throws {
    let images = MetricFixture.noise(12, 1)
    let values = try MetricFixture.evaluate(metric, images, real: images).values
    #expect(values == ["swd": 0, "swd/16x16": 0])
  }

  @Test func otherImagesAreAtSome() throws {
    let noise = MetricFixture.noise(12, 1)
    let near = try MetricFixture.evaluate(metric, noise, real: MetricFixture.noise(12, 2)).values
    let far = try MetricFixture.evaluate(
      metric, MetricFixture.even((0..<12).map { UInt8(20 * $0) }), real: noise
    ).values
    #expect(near["swd"] ?? 0 > 0)
    #expect(far["swd"] ?? 0 > (near["swd"] ?? .infinity))
  }

  @Test func imagesThatDoNotVaryHaveADistance() throws {
    let values = try MetricFixture.evaluate(
      metric, MetricFixture.even([7, 7, 7]), real: MetricFixture.noise(3, 1)
    ).values
    #expect(values.values.allSatisfy { $0.isFinite && $0 > 0 })
    let equal = try MetricFixture.evaluate(
      metric, MetricFixture.even([7, 7, 7]), real: MetricFixture.even([9, 9, 9])
    ).values
    #expect(equal["swd"] == 0)
  }

  @Test func onlyAsManyImagesAsThereAreOfBothCount() throws {
    let (many, few) = (MetricFixture.noise(12, 1), MetricFixture.noise(5, 1))
    #expect(try MetricFixture.evaluate(metric, many, real: few).values["swd"] == 0)
  }

  @Test(arguments: [2, 3, 8])
  func theBitsAreTheSameOnAnyThreads(_ threads: Int) throws {
    let metric = "[{swd: {patches_per_image: 7, directions: 70}}, ms_ssim]"
    let values = try [1, threads].map { threads in
      try MetricFixture.evaluate(
        metric, MetricFixture.noise(31, 1, height: 40, width: 64),
        real: MetricFixture.noise(31, 2, height: 40, width: 64), threads: threads, height: 40,
        width: 64
      ).values
    }
    #expect(values[0] == values[1])
    #expect(values[0].keys.sorted() == ["ms_ssim", "swd", "swd/20x32", "swd/40x64"])
  }
}
