import Foundation
import Runner
import Testing

/// Against SciPy, by `Goldens/make_statistics.py`.
@Suite struct StatisticsTests {
  struct Goldens: Decodable {
    struct Tail: Decodable { let degrees: Int, t: Double, p: Double }
    struct Mean: Decodable {
      let values: [Double], mean: Double, deviation: Double?, low: Double?, high: Double?
    }
    struct Pair: Decodable {
      let differences: [Double], t: Double, p: Double, low: Double, high: Double, effect: Double
    }
    struct Correction: Decodable { let values: [Double], corrected: [Double] }
    let tails: [Tail]
    let quantiles: [Tail]
    let means: [Mean]
    let pairs: [Pair]
    let holm: [Correction]
  }

  let goldens: Goldens

  init() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: golden("statistics.json")))
    goldens = try JSONDecoder().decode(Goldens.self, from: data)
    #expect(goldens.tails.count > 100 && goldens.pairs.count > 5)
  }

  private func agree(_ value: Double?, _ expected: Double?, _ bound: Double = 1e-12) -> Bool {
    guard let value, let expected else { return value == nil && expected == nil }
    return abs(value - expected) <= bound * max(abs(expected), 1e-290)
  }

  @Test func tailsAreThoseOfStudent() {
    for tail in goldens.tails {
      let p = StudentT(degrees: tail.degrees).twoSided(tail.t)
      #expect(agree(p, tail.p, 1e-11), "\(tail): \(p)")
      #expect(StudentT(degrees: tail.degrees).twoSided(-tail.t) == p)
    }
    // SciPy loses digits near 0; of one degree of freedom the distribution is Cauchy's.
    for t in [1e-200, 1e-9, 1e-4, 0.5, 3] {
      #expect(agree(StudentT(degrees: 1).twoSided(t), 1 - 2 / .pi * atan(t)))
    }
    #expect(StudentT(degrees: 3).twoSided(.infinity) == 0)
    #expect(StudentT(degrees: 3).twoSided(1e200) == 0)
    #expect(StudentT(degrees: 3).twoSided(.nan).isNaN)
  }

  @Test func quantilesAreThoseOfStudent() {
    for quantile in goldens.quantiles {
      let t = StudentT(degrees: quantile.degrees).quantile(twoSided: quantile.p)
      #expect(agree(t, quantile.t, 1e-11), "\(quantile): \(t)")
    }
  }

  @Test func meansHaveTheirIntervals() {
    for golden in goldens.means {
      let mean = SampleMean(golden.values)
      #expect(agree(mean?.mean, golden.mean))
      #expect(agree(mean?.deviation, golden.deviation))
      #expect(agree(mean?.low, golden.low) && agree(mean?.high, golden.high))
    }
    #expect(SampleMean([]) == nil)
    #expect(SampleMean([4])?.margin == nil)
  }

  @Test func differencesAreTested() {
    for golden in goldens.pairs {
      let paired = PairedDifference(golden.differences)
      #expect(agree(paired?.test?.t, golden.t))
      #expect(agree(paired?.test?.p, golden.p, 1e-11))
      #expect(agree(paired?.test?.effect, golden.effect))
      #expect(agree(paired?.difference.low, golden.low, 1e-10))
      #expect(agree(paired?.difference.high, golden.high, 1e-10))
    }
  }

  @Test func whatDoesNotVaryIsNotTested() {
    #expect(PairedDifference([]) == nil)
    #expect(PairedDifference([2])?.test == nil)
    #expect(PairedDifference([2, 2])?.test == nil)
    #expect(PairedDifference([2, 2])?.difference.low == 2)
  }

  @Test func holmStepsDown() {
    for golden in goldens.holm {
      let corrected = Holm.corrected(golden.values)
      #expect(corrected.count == golden.corrected.count)
      for (value, expected) in zip(corrected, golden.corrected) { #expect(agree(value, expected)) }
    }
    #expect(Holm.corrected([]) == [])
  }
}
