import Datasets
import Metrics
import ModelSpec
import Testing

@Suite struct MetricSuiteTests {
  private func message(_ metrics: String, height: Int, width: Int, samples: Int = 8) throws
    -> String
  {
    do {
      let spec = try MetricFixture.spec(metrics, height: height, width: width, samples: samples)
      _ = try MetricSuite(spec)
      return ""
    } catch let error as SpecError {
      return DiagnosticRenderer.render(error).split(separator: "\n")
        .map { $0.contains("spec.yaml:") ? "\($0.drop { $0 != ":" })" : "\($0)" }
        .joined(separator: "\n")
    }
  }

  @Test func imagesThatAreTooSmallArePointedAt() throws {
    #expect(
      try message("[ms_ssim, swd]", height: 6, width: 10) == """
        :8:22: error: ms_ssim looks at squares of 11x11, but the images are 6x10
        evaluate: {metrics: [ms_ssim, swd], samples: 8}
                             ^
          help: a data.size of 11 or more, or leave ms_ssim out
        :8:31: error: swd looks at squares of 7x7, but the images are 6x10
        evaluate: {metrics: [ms_ssim, swd], samples: 8}
                                      ^
          help: a data.size of 7 or more, or leave swd out
        """)
    #expect(try message("[ms_ssim, swd]", height: 11, width: 12) == "")
  }

  @Test func whatTakesTooMuchMemoryIsRefused() throws {
    let found = try message(
      "[{swd: {patches_per_image: 4096}}]", height: 16, width: 16, samples: 60_000)
    #expect(found.contains("swd would take 275"))
    #expect(found.contains("help: fewer evaluate.samples take less"))
  }

  @Test func evaluatesWhatIsNamed() throws {
    let suite = try MetricSuite(
      MetricFixture.spec("[{swd: {patches_per_image: 2, directions: 3}}, ms_ssim]"))
    let images = MetricFixture.noise(8, 1)
    let all = try #require(
      suite.evaluate(images, real: images, crew: Crew(threads: 1)))
    let one = try #require(
      suite.evaluate(images, real: images, crew: Crew(threads: 1), only: ["ms_ssim"]))
    #expect(all.made.keys.sorted() == ["ms_ssim", "swd"])
    #expect(one.made == all.made.filter { $0.key == "ms_ssim" })
    #expect(one.values == all.values.filter { $0.key == "ms_ssim" })
  }

  @Test func realImagesAreChosenOfAllByTheSeed() throws {
    let spec = try MetricFixture.spec("[{swd: {patches_per_image: 2, directions: 3}}]")
    let data = try Dataset.open(spec, cache: nil)
    let suite = try MetricSuite(spec)
    let generated = MetricFixture.noise(8, 1)
    let value = try #require(
      suite.evaluate(generated, data: data, crew: Crew(threads: 1)))
    #expect(value.made == suite.methods(data))
    #expect(value == suite.evaluate(generated, data: data, crew: Crew(threads: 2)))
    var first = ImageSet(height: 16, width: 16, channels: 3)
    for index in 0..<8 { first.append(data.image(index)) }
    #expect(value.values != suite.evaluate(generated, real: first, crew: Crew(threads: 1))?.values)
  }
}
