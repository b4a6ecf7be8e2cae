import Metrics
import ModelSpec
import Testing

/// All metrics against NumPy and SciPy in double precision.
@Suite struct GoldenTests {
  private func evaluate(
    _ golden: Golden, _ generated: ImageSet, _ real: ImageSet
  ) throws -> Evaluation {
    try MetricFixture.evaluate(
      "[{swd: {patches_per_image: \(golden.patches), directions: \(golden.directions)}}, ms_ssim]",
      generated, real: real, height: golden.height * golden.tiles,
      width: golden.width * golden.tiles, channels: golden.channels, seed: golden.seed)
  }

  @Test func everyMetricIsCovered() throws {
    let covered = Set(
      try Golden.load().flatMap { $0.golden.values.keys.filter { !$0.contains("/") } })
    #expect(covered == Set(MetricCatalogue.standard.metrics.map(\.name)))
  }

  /// What is summed in single precision agrees to 1e-6, what is in double to its rounding.
  @Test func valuesMatchNumPy() throws {
    for (golden, generated, real) in try Golden.load() {
      let values = try evaluate(golden, generated, real).values
      #expect(Set(values.keys) == Set(golden.values.keys), "\(golden)")
      for (name, expected) in golden.values {
        let error = abs(Double(values[name] ?? .nan) - expected) / expected
        #expect(error < (name == "ms_ssim" ? 1e-7 : 1e-6), "\(golden): \(name)")
      }
    }
  }

  @Test func saysHowTheyWereMade() throws {
    for (golden, generated, real) in try Golden.load() {
      let made = try evaluate(golden, generated, real).made
      let common: Evaluation.Method = [
        "samples": .integer(golden.generated), "seed": .integer(Int(golden.seed)),
        "batch_norm": .word("running"), "version": .integer(1),
      ]
      let swd: Evaluation.Method = [
        "patches_per_image": .integer(golden.patches), "directions": .integer(golden.directions),
        "images": .integer(min(golden.generated, golden.real)),
      ]
      let similarity: Evaluation.Method = [
        "pairs": .integer(golden.pairs), "scales": .integer(golden.scales),
      ]
      #expect(
        made == [
          "swd": common.merging(swd) { $1 }, "ms_ssim": common.merging(similarity) { $1 },
        ])
    }
  }
}
