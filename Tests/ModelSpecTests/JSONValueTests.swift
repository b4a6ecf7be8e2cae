import ModelSpec
import Testing

/// Against the examples that RFC 8785 prints.
struct JSONValueTests {
  @Test(
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
      (0x0000_0000_0000_0001, "5e-324"), (0x8000_0000_0000_0001, "-5e-324"),
      (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
      (0x4340_0000_0000_0000, "9007199254740992"), (0xc340_0000_0000_0000, "-9007199254740992"),
      (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
      (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
      (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
      (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
      (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
      (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
      (0x41b3_de43_5555_5557, "333333333.33333343"),
      (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func writesNumbersAsAppendixB(_ bits: UInt64, _ text: String) {
    #expect(JSONValue.number(Double(bitPattern: bits)).canonical == text)
  }

  @Test func writesTheExampleOfSection322() {
    let value = JSONValue.object([
      "numbers": .array([
        .number(333333333.33333329), .number(1E30), .number(4.50), .number(2e-3),
        .number(0.000000000000000000000000001),
      ]),
      "string": .string("\u{20ac}$\u{000F}\u{000a}A'\u{0042}\u{0022}\u{005c}\\\"/"),
      "literals": .array([.null, .bool(true), .bool(false)]),
    ])
    #expect(
      value.canonical
        == #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
        + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#)
  }

  @Test func sortsTheExampleOfSection323() {
    let value = JSONValue.object([
      "\u{20ac}": .string("Euro Sign"), "\r": .string("Carriage Return"),
      "\u{fb33}": .string("Hebrew Letter Dalet With Dagesh"), "1": .string("One"),
      "\u{1f600}": .string("Emoji: Grinning Face"), "\u{80}": .string("Control"),
      "\u{f6}": .string("Latin Small Letter O With Diaeresis"),
    ])
    #expect(
      value.canonical
        == "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\","
        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
        + "\"\u{1f600}\":\"Emoji: Grinning Face\","
        + "\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}")
  }

  @Test func integersAreNumbers() {
    #expect(JSONValue.integer(64).canonical == "64")
    #expect(JSONValue.number(64).canonical == "64")
  }

  @Test func writesYAML() {
    let value = JSONValue.object([
      "list": .array([.object(["b": .object(["x": .integer(1)]), "a": .integer(2)])]),
      "words": .array([.string("no"), .string("1e3"), .string("a: b"), .string("plain-word")]),
      "empty": .object([:]),
      "long": .object(
        Dictionary(
          uniqueKeysWithValues: (0..<12).map { ("key_number_\($0 + 10)", JSONValue.bool(true)) })),
    ])
    #expect(
      value.yaml == """
        empty: {}
        list:
          - {a: 2, b: {x: 1}}
        long:
          key_number_10: true
          key_number_11: true
          key_number_12: true
          key_number_13: true
          key_number_14: true
          key_number_15: true
          key_number_16: true
          key_number_17: true
          key_number_18: true
          key_number_19: true
          key_number_20: true
          key_number_21: true
        words: ["no", "1e3", "a: b", plain-word]

        """)
  }
}
