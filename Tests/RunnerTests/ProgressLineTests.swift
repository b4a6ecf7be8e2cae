import Runner
import Testing

@Suite struct ProgressLineTests {
  let line = ProgressLine(
    name: "quick", step: 123, total: 1830,
    scalars: .init(discriminatorLoss: 1.2345, generatorLoss: 2.3456, real: 0.811, fake: 0.222),
    pace: .init(secondsPerStep: 0.1, imagesPerSecond: 640.4, secondsLeft: 170.7))

  @Test func aBarFillsTheTerminal() {
    #expect(
      line.bar(columns: 132)
        == "[" + "##" + String(repeating: "-", count: 38) + "] quick 123/1830  "
        + "D 1.235  G 2.346  D(x) 0.81  D(G(z)) 0.22  640 images/s  2:51 left")
  }

  @Test(arguments: 1...140)
  func aBarNeverWraps(columns: Int) {
    #expect(line.bar(columns: columns).count < columns)
  }

  @Test func whatDoesNotFitGoesFromTheEnd() {
    #expect(line.bar(columns: 60) == "quick 123/1830  D 1.235  G 2.346  D(x) 0.81  D(G(z)) 0.22")
    #expect(line.bar(columns: 45) == "[---------] quick 123/1830  D 1.235  G 2.346")
    #expect(line.bar(columns: 15) == "quick 123/1830")
    #expect(line.bar(columns: 6) == "quick")
  }

  @Test func aPlainLineHasTheSameNumbers() {
    #expect(
      line.plain
        == "step 123/1830  loss D 1.2345 G 2.3456  D(x) 0.811 D(G(z)) 0.222  640 images/s  "
        + "2:51 left")
  }
}
