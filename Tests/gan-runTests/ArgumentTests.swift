import Foundation
import Testing

@Suite(.serialized) struct ArgumentTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(tinySpec(), to: "tiny.yaml")
  }

  @Test(arguments: [
    [], ["tiny.yaml", "other.yaml"], ["train.steps=2", "tiny.yaml"], ["tiny.yaml", "--wrong"],
    ["tiny.yaml", "--threads", "0"], ["tiny.yaml", "--threads", "x"],
    ["tiny.yaml", "--simd", "neon"], ["tiny.yaml", "--format", "xml"], ["check"],
    ["check", "train.steps=2"], ["trace", "tiny.yaml"], ["trace", "tiny.yaml", "--steps", "1"],
    ["trace", "tiny.yaml", "--steps", "0", "--out", "f"], ["bench", "tiny.yaml", "--steps", "-1"],
    ["bench", "tiny.yaml", "--steps", "9223372036854775807"],
    ["plan"], ["plan", "tiny.yaml", "other.yaml"], ["list", "x"], ["compare"],
    ["compare", "x", "--format", "xml"], ["diff", "x"],
    ["sample"], ["sample", "x", "--count", "0"], ["sample", "x", "--count", "1000000000"],
    ["sample", "x", "--interpolate", "1"],
    ["sample", "x", "--seed", "-3"],
  ])
  func wrongUsageIsSaidSo(_ arguments: [String]) throws {
    let outcome = try program.start(arguments).wait()
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(try folder.contents(of: ".").keys.filter { !$0.hasPrefix(".") } == ["tiny.yaml"])
  }

  @Test func helpAndVersionAreResults() throws {
    for arguments in [["--help"], ["help", "train"], ["check", "--help"], ["--version"]] {
      let outcome = try program.start(arguments).wait()
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      #expect(!outcome.output.isEmpty)
    }
  }

  @Test func optionsMayStandAnywhere() throws {
    for arguments in [["--quiet", "tiny.yaml"], ["train", "tiny.yaml", "--quiet"]] {
      let outcome = try program.start(arguments).wait()
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
    }
  }

  @Test func absentInputHasItsCode() throws {
    #expect(try program.run("nowhere.yaml").status == 66)
    #expect(try program.run("check", "nowhere.yaml").status == 66)
    let sample = try program.run("sample", "nowhere")
    #expect(sample.status == 66)
    #expect(sample.errors.contains("no run 'nowhere' under 'runs'"))
  }

  @Test func aBadSpecWritesNothing() throws {
    try folder.write(
      tinySpec().replacingOccurrences(of: "batch: 8", with: "batch: none"), to: "tiny.yaml")
    for arguments in [["tiny.yaml"], ["check", "tiny.yaml"], ["bench", "tiny.yaml"]] {
      let outcome = try program.start(arguments).wait()
      #expect(outcome.status == 65)
      #expect(outcome.output == "")
      #expect(outcome.errors.contains("tiny.yaml:23:16: error: "))
    }
    #expect(try folder.contents(of: ".").keys.filter { !$0.hasPrefix(".") } == ["tiny.yaml"])
  }
}
