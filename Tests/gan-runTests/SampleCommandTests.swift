import Foundation
import Testing

@Suite(.serialized) struct SampleCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(tinySpec(steps: 20), to: "tiny.yaml")
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
  }

  @Test func theSpecsOwnSeedGivesTheLastGrid() throws {
    let sample = try program.run("sample", "tiny", "--count", "9", "--out", "grid.png")
    #expect(sample.status == 0)
    #expect(sample.output == "grid.png\n")
    let grid = try #require(
      try folder.contents(of: "runs").first { $0.key.hasSuffix("samples/00000020.png") })
    #expect(try bytes("grid.png") == grid.value)
    #expect(try program.run("sample", "tiny", "--count", "9", "--seed", "3").status == 0)
    #expect(try bytes("samples.png") != grid.value)
  }

  @Test func anImageIsTheSameWhateverTheCount() throws {
    for count in ["3", "70"] {
      let sample = try program.run("sample", "tiny", "--count", count, "--single", count)
      #expect(sample.output == "\(count) files\n")
    }
    let few = try folder.contents(of: "3")
    let many = try folder.contents(of: "70")
    #expect(many.count == 70)
    #expect(few == many.filter { few.keys.contains($0.key) })
    #expect(Set(many.values).count == 70)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/samples.png"))
  }

  @Test func interpolationGoesFromOneToTheOther() throws {
    _ = try program.run("sample", "tiny", "--count", "6", "--single", "all")
    _ = try program.run("sample", "tiny", "--interpolate", "5,2", "--count", "4", "--single", "way")
    #expect(try bytes("way/00000000.png") == bytes("all/00000005.png"))
    #expect(try bytes("way/00000003.png") == bytes("all/00000002.png"))
    #expect(try Set(folder.contents(of: "way").values).count == 4)
  }

  @Test func aGridHasBounds() throws {
    let wide = try program.run(
      "sample", "tiny", "--count", "9", "--columns", "1000000000", "--out", "wide.png")
    #expect(wide.status == 0)
    let tall = try program.run("sample", "tiny", "--count", "9000", "--columns", "1")
    #expect(tall.status == 64)
    #expect(tall.errors.contains("--columns") && tall.errors.contains("--single"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/samples.png"))
  }

  @Test func aRunWithoutACheckpointHasNoImages() throws {
    for file in try folder.contents(of: "runs").keys where file.contains("/checkpoints/") {
      try folder.remove("runs/\(file)")
    }
    let sample = try program.run("sample", "tiny")
    #expect(sample.status == 66)
    #expect(sample.errors.contains("has no checkpoint yet"))
  }
}
