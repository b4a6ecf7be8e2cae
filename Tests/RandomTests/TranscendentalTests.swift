import Foundation
import Random
import Testing

@Suite struct TranscendentalTests {
  @Test func logarithmMatchesFoundation() {
    for index in 1...2_000 {
      let x = Double(index) * Double(index) * 1.7e-5 + 1e-9
      #expect(abs(Transcendental.log(x) - log(x)) <= 4e-16 * max(1, abs(log(x))))
    }
    #expect(Transcendental.log(1) == 0)
  }

  @Test func exponentialMatchesFoundation() {
    for index in -500...500 {
      let x = Double(index) * 0.137
      #expect(abs(Transcendental.exp(x) / exp(x) - 1) < 1e-15)
    }
  }

  @Test func circleMatchesFoundation() {
    for index in 0..<1_000 {
      let turn = Double(index) / 1_000
      let (cosine, sine) = Transcendental.cosineAndSine(ofTurn: turn)
      #expect(abs(cosine - cos(2 * .pi * turn)) < 1e-15)
      #expect(abs(sine - sin(2 * .pi * turn)) < 1e-15)
    }
  }

  @Test func powerMatchesFoundation() {
    for exponent in [0, 1, 2, 3, 10, 999, 100_000] {
      let expected = pow(0.999, Double(exponent))
      // What counts is 1 minus the power.
      #expect(abs(Transcendental.power(0.999, exponent) - expected) < 1e-14)
    }
  }
}
