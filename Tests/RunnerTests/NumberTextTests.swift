import Runner
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (1.005, 1, "1.0"), (2.996, 2, "3.00"), (-0.001, 2, "0.00"),
    (-1.25, 1, "-1.3"), (1234.5, 0, "1235"), (.nan, 2, "nan"), (-.infinity, 2, "-inf"),
    (1e20, 2, "1e+20"), (0.05, 3, "0.050"),
    (9.5e14, 4, "950000000000000.0"), (-9.5e14, 4, "-950000000000000.0"),
    (8e14, 4, "800000000000000.0000"),
  ])
  func fixed(value: Double, digits: Int, text: String) {
    #expect(NumberText.fixed(value, digits) == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (3_576_704, "3,576,704"), (-12_345, "-12,345"),
  ])
  func grouped(value: Int, text: String) {
    #expect(NumberText.grouped(value) == text)
  }

  @Test(arguments: [
    (0.0, "0 F"), (999, "999 F"), (999.6, "1.00 kF"), (12_345, "12.3 kF"), (123_456, "123 kF"),
    (1.5e9, "1.50 GF"), (2e18, "2000 PF"),
  ])
  func scaled(value: Double, text: String) {
    #expect(NumberText.scaled(value, unit: "F") == text)
  }

  @Test(arguments: [
    (0, "0 bytes"), (1023, "1023 bytes"), (1024, "1.0 KiB"), (327_155_712, "312 MiB"),
  ])
  func bytes(count: Int, text: String) {
    #expect(NumberText.bytes(count) == text)
  }

  @Test(arguments: [
    (0.0, "0.0 s"), (9.94, "9.9 s"), (9.96, "0:10"), (187.4, "3:07"), (7387, "2:03:07"),
    (.infinity, "?"), (.nan, "?"),
  ])
  func duration(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds) == text)
  }
}
