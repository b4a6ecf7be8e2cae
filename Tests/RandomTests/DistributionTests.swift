import Foundation
import Random
import Testing

@Suite struct DistributionTests {
  private func draw(_ distribution: Distribution, count: Int = 100_000) -> [Double] {
    var values = [Float](repeating: .nan, count: count)
    distribution.fill(&values, from: Stream(seed: 5, name: "test"), step: 1)
    return values.map(Double.init)
  }

  private func moments(_ values: [Double]) -> (mean: Double, variance: Double, fourth: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - mean) * ($0 - mean) }
    let variance = squares.reduce(0, +) / Double(values.count)
    let fourth = squares.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    return (mean, variance, fourth / (variance * variance))
  }

  @Test func normalHasItsMoments() {
    let (mean, variance, kurtosis) = moments(draw(.normal(mean: 3, std: 2)))
    #expect(abs(mean - 3) < 0.03)
    #expect(abs(variance - 4) < 0.1)
    #expect(abs(kurtosis - 3) < 0.1)
  }

  @Test func normalIsBoxMuller() {
    let stream = Stream(seed: 5, name: "test")
    let words = stream.words(step: 1, block: 0)
    let values = draw(.normal(mean: 0, std: 1), count: 4)
    for pair in 0..<2 {
      let radius = (-2 * log(1 - Double(words[2 * pair]) * 0x1p-32)).squareRoot()
      let angle = 2 * Double.pi * Double(words[2 * pair + 1]) * 0x1p-32
      #expect(abs(values[2 * pair] - radius * cos(angle)) < 1e-6)
      #expect(abs(values[2 * pair + 1] - radius * sin(angle)) < 1e-6)
    }
  }

  @Test func uniformStaysInItsRange() {
    let values = draw(.uniform(low: -1, high: 1))
    let (mean, variance, _) = moments(values)
    #expect(values.allSatisfy { (-1..<1).contains($0) })
    #expect(abs(mean) < 0.01)
    #expect(abs(variance - 1.0 / 3) < 0.01)
  }

  @Test func bernoulliHasItsProbability() {
    let values = draw(.bernoulli(probability: 0.75, value: 4))
    #expect(Set(values) == [0, 4])
    #expect(abs(values.reduce(0, +) / 400_000 - 0.75) < 0.01)
  }

  @Test func anyNumberOfThreadsDrawsTheSame() {
    for distribution in [
      Distribution.normal(mean: 0.5, std: 2), .uniform(low: -1, high: 1),
      .bernoulli(probability: 0.3, value: 2),
    ] {
      let stream = Stream(seed: 3, name: "threads")
      var one = [Float](repeating: 0, count: 100_003)
      distribution.fill(&one, from: stream, step: 2)
      for threads in [2, 3, 16] {
        var many = [Float](repeating: 0, count: 100_003)
        distribution.fill(&many, from: stream, step: 2, threads: threads)
        #expect(many == one)
      }
      // A part that begins anywhere.
      var part = [Float](repeating: 0, count: 70)
      var span = part.mutableSpan
      distribution.fill(&span, from: stream, step: 2, first: 41)
      #expect(part == Array(one[41..<111]))
    }
  }

  @Test func aShorterDrawIsAPrefix() {
    for distribution in [Distribution.normal(mean: 0, std: 1), .uniform(low: 0, high: 1)] {
      #expect(draw(distribution, count: 7) == Array(draw(distribution, count: 50).prefix(7)))
    }
  }
}
