import Engine
import Runner
import Testing

@Suite struct ImageTraitsTests {
  /// Deviations by hand: of 0 and 1, of -1 and 1, of equal ones, of 0.2 and 0.8.
  @Test func spreadIsTheMeanDeviation() {
    let images = Tensor(shape: [2, 1, 2, 2], values: [0, -1, 0.5, 0.2, 1, 1, 0.5, 0.8])
    let expected: Float = (0.5 + 1 + 0 + 0.3) / 4
    #expect(abs(ImageTraits(images).spread - expected) < 1e-6)
  }

  @Test func midtonesAreWhatIsNeitherBlackNorWhite() {
    let values: [Float] = [-1, -0.995, -0.98, 0, 0.98, 0.995, 1, 1.5]
    #expect(ImageTraits(Tensor(shape: [2, 1, 2, 2], values: values)).midtones == 3.0 / 8)
  }

  @Test func imagesThatAreOneAndTheSameHaveNoSpread() {
    let one: [Float] = [0.1, -0.7, 0.3, 0.9]
    let images = Tensor(shape: [3, 1, 2, 2], values: one + one + one)
    #expect(ImageTraits(images).spread < 1e-7)
  }

  @Test func areMultiplesOfRealOnes() {
    let made = ImageTraits(spread: 0.1, midtones: 0.2)
    #expect(
      made.relative(to: .init(spread: 0.4, midtones: 0.8))
        == ImageTraits(spread: 0.25, midtones: 0.25))
    // Where there is nothing to compare with, nothing is wrong.
    #expect(
      made.relative(to: .init(spread: 0, midtones: 0)) == ImageTraits(spread: 1, midtones: 1))
  }
}
