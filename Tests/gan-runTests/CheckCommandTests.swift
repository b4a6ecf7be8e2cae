import Foundation
import Testing

@Suite(.serialized) struct CheckCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(tinySpec(), to: "tiny.yaml")
  }

  /// Parameters are counted by hand: 8*16*16+16, 2*16, 16*8*16+8, 2*8, 8*3*16+3.
  @Test func showsLayersAndTotals() throws {
    let check = try program.run("check", "tiny.yaml")
    #expect(check.status == 0)
    #expect(check.errors == "")
    let rows = check.output.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(rows[0] == "tiny.yaml: tiny")
    #expect(rows[1] == "layer output parameters FLOPs")
    #expect(rows[2].hasPrefix("generator 0 conv_transpose 16 x 4 x 4 2,064 "))
    #expect(rows[5].hasPrefix("3 conv_transpose 8 x 8 x 8 2,056 "))
    #expect(rows[10].hasPrefix("4,555 "))
    #expect(rows[11].hasPrefix("discriminator 0 conv 8 x 8 x 8 392 "))
    #expect(rows.contains("data 64 images"))
    #expect(rows.contains("training 50 steps, 8 an epoch, batches of 8"))
    #expect(rows.contains("targets D on real 0.8 to 1.0, D on fake 0.0, G 1.0"))
  }

  @Test func printsJSON() throws {
    let check = try program.run("check", "tiny.yaml", "--format", "json", "--time")
    #expect(check.status == 0)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [String: Any])
    #expect((object["spec"] as? [String: Any])?["name"] as? String == "tiny")
    #expect((object["layers"] as? [[String: Any]])?.count == 15)
    let totals = try #require(object["totals"] as? [String: Any])
    #expect(totals["generator_parameters"] as? Int == 4555)
    #expect(totals["discriminator_parameters"] as? Int == 2745)
    #expect(totals["steps"] as? Int == 50)
    #expect((object["diagnostics"] as? [Any])?.isEmpty == true)
    #expect((object["id"] as? String)?.count == 12)
    #expect((object["time"] as? [String: Any])?["seconds_median"] as? Double ?? 0 > 0)
  }

  @Test func showsThePlan() throws {
    let check = try program.run("check", "tiny.yaml", "--plan")
    #expect(check.status == 0)
    let lines = check.output.split(separator: "\n")
    let convolution = try #require(lines.first { $0.contains("discriminator 3 conv") })
    #expect(convolution.contains(" of 8x8x8, 16x4x4; 4x4 by 2"))
    #expect(lines.contains { $0.hasPrefix("  optimizer of generator 0.weight ") })
    #expect(lines.contains { $0.hasPrefix("  arena ") && $0.contains(", scratch ") })

    let json = try program.run("check", "tiny.yaml", "--plan", "--format", "json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let plan = try #require(object["plan"] as? [String: Any])
    let launches = try #require(plan["launches"] as? [[String: Any]])
    #expect(lines.contains("  launches     \(launches.count)"))
    #expect(
      launches.allSatisfy {
        ($0["tasks"] as? [Int])?.isEmpty == false && $0["kernel"] is String
      })
    let totals = try #require(object["totals"] as? [String: Any])
    #expect(plan["arena_bytes"] as? Int == totals["memory_bytes"] as? Int)
  }

  @Test func theIdIsThatOfTheRun() throws {
    let check = try program.run("check", "tiny.yaml")
    let id = check.output.split(whereSeparator: \.isWhitespace).last.map(String.init)
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/runs/tiny")
        == [id])
  }

  @Test func absentDataIsAWarning() throws {
    try folder.write(
      tinySpec().replacingOccurrences(
        of: "{synthetic: shapes, size: 16, count: 64}", with: "{path: data/none, size: 16}"
      )
      .replacingOccurrences(of: "steps: 50", with: "epochs: 2"), to: "tiny.yaml")
    let text = try program.run("check", "tiny.yaml")
    #expect(text.status == 0)
    #expect(text.errors.hasPrefix("gan-run: warning: "))
    #expect(text.errors.contains("data/none"))
    #expect(text.output.contains("the number of steps hangs on the data"))
    let json = try program.run("check", "tiny.yaml", "--format", "json")
    #expect(json.output.contains("\"id\":null"))
    #expect(json.output.contains("\"severity\":\"warning\""))
    #expect(try program.run("tiny.yaml").status == 66)
  }

  @Test func brokenDataIsAnError() throws {
    try folder.write(
      tinySpec().replacingOccurrences(
        of: "{synthetic: shapes, size: 16, count: 64}", with: "{path: pictures, size: 16}"),
      to: "tiny.yaml")
    let pictures = "\(folder.path)/pictures"
    try FileManager.default.createDirectory(atPath: pictures, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(pictures)/a.png", withDestinationPath: "nowhere.png")
    let check = try program.run("check", "tiny.yaml")
    #expect(check.status == 66)
    #expect(check.errors.contains("a.png"))
  }

  @Test func aGridThatIsTooLargeIsAnError() throws {
    for arguments in [["check", "tiny.yaml"], ["tiny.yaml"]] {
      let outcome = try program.start(arguments + ["samples.count=100000000"]).wait()
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("help: set samples.count to less"))
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/runs"))
  }

  @Test func lostResultsAreAnError() throws {
    let check = try program.run(
      "check", "tiny.yaml", "--format", "json", through: "exec > /dev/full")
    #expect(check.status == 74)
    #expect(check.errors.contains("standard output"))
  }

  @Test func tooLittleMemoryIsADiagnosticToo() throws {
    let check = try program.run(
      "check", "tiny.yaml", "data.count=20000", "train.batch=20000", "--time", "--format", "json",
      through: "ulimit -v 700000")
    #expect(check.status == 65)
    #expect(check.output.contains("\"message\":\"there is no memory for "))
  }

  @Test func tooFewImagesAreAnError() throws {
    for arguments in [["check", "tiny.yaml"], ["tiny.yaml"]] {
      let outcome = try program.start(arguments + ["train.batch=65"]).wait()
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("help: set train.batch=64 or less"))
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/runs"))
  }

  @Test func severalSpecsAreAllLookedAt() throws {
    try folder.write(
      tinySpec().replacingOccurrences(of: "nc, kernel: 4, stride: 2", with: "nc, kernel: 4"),
      to: "bad.yaml")
    let check = try program.run("check", "bad.yaml", "tiny.yaml")
    #expect(check.status == 65)
    #expect(check.output.hasPrefix("tiny.yaml: tiny"))
    #expect(check.errors.contains("bad.yaml:"))
    let json = try program.run("check", "bad.yaml", "tiny.yaml", "--format", "json")
    let objects = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(objects.count == 2)
    #expect(
      (objects[0]["diagnostics"] as? [[String: Any]])?.first?["severity"] as? String == "error")
    #expect((objects[1]["diagnostics"] as? [Any])?.isEmpty == true)
  }
}
