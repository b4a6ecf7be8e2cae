import Runner
import Testing

@Suite struct ProgramOutputTests {
  func output(_ script: String, limit: Int = 100, within time: Duration = .seconds(10)) -> String? {
    ProgramOutput.of(
      ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin", "A": "b c"], limit: limit,
      within: time
    ).map { "\(String(decoding: $0.bytes, as: UTF8.self))\($0.wasCut ? "…" : "")" }
  }

  @Test func isWhatIsPrinted() {
    #expect(output("echo \"$A\"; echo no >&2; cat") == "b c\n")
    #expect(output("") == "")
    #expect(output("printf 12345", limit: 5) == "12345")
    #expect(output("printf 123456", limit: 5) == "12345…")
    #expect(output("yes", limit: 6) == "y\ny\ny\n…")
  }

  @Test func ofAProgramThatFailsThereIsNone() {
    #expect(output("echo a; exit 3") == nil)
    #expect(output("kill -9 $$") == nil)
    #expect(
      ProgramOutput.of(["no-such-program"], environment: [:], limit: 9, within: .seconds(9)) == nil)
  }

  /// It hangs, it hangs with its output closed, or what it left behind holds the output.
  @Test(arguments: ["sleep 60", "exec >&-; sleep 60", "sleep 60 & exit 0"])
  func whatHangsIsGivenUp(_ script: String) {
    let time = ContinuousClock().measure {
      #expect(output(script, within: .milliseconds(200)) == nil)
    }
    #expect(time < .seconds(5))
  }
}
