import Metrics
import Synchronization
import Testing

@Suite struct CrewTests {
  /// Dismissed between any two parts of the work, and before and after all of it.
  @Test(arguments: ["[{swd: {patches_per_image: 5, directions: 9}}]", "[ms_ssim]"])
  func whatADismissedCrewMadeIsNoValue(metrics: String) throws {
    let suite = try MetricSuite(MetricFixture.spec(metrics))
    let (generated, real) = (MetricFixture.noise(8, 1), MetricFixture.noise(8, 2))
    let whole = try #require(
      suite.evaluate(generated, real: real, crew: Crew(threads: 1)))
    var patience = 0
    while true {
      let asked = Counter()
      let crew = Crew(threads: 1) { [patience] in asked.next() > patience }
      guard let evaluation = suite.evaluate(generated, real: real, crew: crew) else {
        // It stops asking soon: what is left is left undone.
        #expect(asked.count <= patience + 10)
        patience += 1
        continue
      }
      #expect(evaluation == whole)
      break
    }
    #expect(patience > 4)
  }
}

private final class Counter: Sendable {
  private let value = Atomic(0)
  var count: Int { value.load(ordering: .relaxed) }
  func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
