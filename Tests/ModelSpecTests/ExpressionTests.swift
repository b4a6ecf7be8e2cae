import ModelSpec
import Testing

/// Expressions through the fields that they land in.
///
/// The expected values are Python's.
struct ExpressionTests {
  private static func slope(_ expression: String) throws -> Double {
    let text = SpecFixture.small("- leaky_relu: 0.2", "- leaky_relu: \"\(expression)\"")
    return try SpecFixture.read(text).discriminator[1].layer.real("slope")
  }

  @Test(arguments: [
    ("7/2", 3.5), ("64/2", 32), ("-7//2", -4), ("7//-2", -4), ("-7 % 3", 2), ("7 % -3", -2),
    ("-7.5 // 2", -4), ("-7.5 % 2", 0.5), ("7.5 % -2", -0.5), ("2**-1", 0.5), ("-2**2", -4),
    ("2**3**2", 512), ("(2**3)**2", 64), ("(-3)**3", -27), ("2**0.5", 1.4142135623730951),
    ("1.5**2", 2.25), ("1e-3*10", 0.01), (".5 + 5.", 5.5), ("0x10 + 0o17", 31), ("--3", 3),
    ("-+-3", 3), ("2 + 3 * 4", 14), ("(2 + 3) * 4", 20), ("10 - 4 - 3", 3), ("64 / 4 / 2", 8),
    ("min(3, 1.5, 2)", 1.5), ("max(ngf, nz) * 3", 24), ("min(1, max(0, 7))", 1),
    ("3 * 0.1", 0.30000000000000004), ("2e-4", 2e-4), ("1E+2", 100), ("nz // 3 % 2", 0),
    ("9223372036854775807 // 9223372036854775807", 1), ("(-1)**1000001", -1), ("0**0", 1),
    ("1 // 0.1", 9), ("-1 // 0.1", -10), ("6.0 // 0.2", 29), ("1 // -0.1", -10), ("0.0 // 3", 0),
    ("-1e-9 // 1", -1),
  ])
  func valuesOfNumbers(_ expression: String, _ value: Double) throws {
    #expect(try Self.slope(expression) == value)
  }

  @Test(arguments: [("2**0.3", 1.2311444133449163), ("10**-2.5", 0.0031622776601683794)])
  func realPowersAreClose(_ expression: String, _ value: Double) throws {
    #expect(abs(try Self.slope(expression) / value - 1) < 1e-14)
  }

  @Test(arguments: [
    ("true", true), ("not true", false), ("1 < 2", true), ("2 <= 1", false), ("1 == 1.0", true),
    ("0.5 != 1/2", false), ("true == false", false), ("true != false", true),
    ("1 > 2 or 2 > 1", true), ("1 > 2 and 1 // 0 == 1", false), ("2 > 1 or 1 // 0 == 1", true),
    ("not 1 > 2 and true", true), ("not (1 < 2 and true)", false), ("true or true and false", true),
    ("nz == 2 * ngf", true), ("9007199254740993 == 9007199254740992", false),
    ("9007199254740993 == 9007199254740992.0", false),
    ("9007199254740993 > 9007199254740992.0", true), ("3 < 3.5", true), ("-3 > -3.5", true),
    ("3.5 > 3", true), ("-4 < -3.5", true), ("9223372036854775807 < 1e19", true),
    ("-1e19 < -9223372036854775807", true), ("9223372036854775807 < 9223372036854775808.0", true),
  ])
  func truthValues(_ expression: String, _ isTrue: Bool) throws {
    let text = SpecFixture.small("- leaky_relu: 0.2", "- {leaky_relu: 0.2, when: \(expression)}")
    #expect(try SpecFixture.read(text).discriminator.count == (isTrue ? 3 : 2))
  }

  @Test func integersStayIntegers() throws {
    let spec = try SpecFixture.read(SpecFixture.small("out: ngf*2", "out: 64/2 + 7//2 - 2**3"))
    #expect(spec.generator[0].layer.integer("out") == 27)
  }

  @Test(arguments: ["64/7", "64/2.0", "4 * 1.0", "2**-1", "true"])
  func whatIsNoIntegerIsRefused(_ expression: String) {
    #expect(throws: SpecError.self) {
      try SpecFixture.read(SpecFixture.small("out: ngf*2", "out: \(expression)"))
    }
  }

  @Test(arguments: [
    "9223372036854775807 + 1", "-9223372036854775807 - 2", "4611686018427387904 * 2", "2**63",
    "3**40", "9223372036854775808", "1e999", "1e308 * 10", "1 // 0", "1 % 0", "1 / 0", "1.5 / 0",
    "0**-1", "(-8)**0.5", "1 +", "* 2", "(1", "1)", "1 2", "min()", "abs(1)", "1 < 2 < 3",
    "012", "1_000", "12:30", "1e", "0x", "0xg", "0o8", "1.2.3", "nope", "nz = 1", "1 & 2",
    "true + 1",
    "not 1", "1 and 2", "true < false", "yes",
  ])
  func mistakesAreReported(_ expression: String) {
    #expect(throws: SpecError.self) { try Self.slope(expression) }
  }

  @Test func aBombOfBracketsIsRefused() {
    let open = String(repeating: "(", count: 400)
    let minus = String(repeating: "-", count: 900)
    for expression in [open, minus + "1", String(repeating: "1+", count: 100_000) + "1"] {
      #expect(throws: SpecError.self) { try Self.slope(expression) }
    }
  }

  @Test func namesUseTheNamesBeforeThem() throws {
    let text = SpecFixture.small("ngf: 4}", "base: 2, ngf: base*2, wide: ngf > 3}")
    #expect(try SpecFixture.read(text).generator[0].layer.integer("out") == 8)
    let changed = try SpecFixture.read(text, ["model.base=5"])
    #expect(changed.generator[0].layer.integer("out") == 20)
  }
}
