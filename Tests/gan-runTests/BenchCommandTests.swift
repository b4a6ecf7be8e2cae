import Foundation
import Testing

@Suite struct BenchCommandTests {
  @Test func printsWhatItMeasured() throws {
    let folder = try TemporaryFolder()
    let program = Program(folder: folder)
    try folder.write(tinySpec(), to: "tiny.yaml")
    let bench = try program.run(
      "bench", "tiny.yaml", "--steps", "4", "--format", "json", "--quiet", "--threads", "1",
      "--simd", "plain")
    #expect(bench.status == 0)
    #expect(bench.errors == "")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(bench.output.utf8)) as? [String: Any])
    let median = try #require(object["seconds_median"] as? Double)
    let fastest = try #require(object["seconds_min"] as? Double)
    #expect(0 < fastest && fastest <= median)
    #expect(object["first_step_seconds"] as? Double ?? 0 > 0)
    #expect(object["peak_resident_bytes"] as? Int ?? 0 > 1_000_000)
    #expect(object["fma_peak_gflops"] as? Double ?? 0 > 0)
    #expect(object["simd"] as? String == "plain")
    #expect(try folder.contents(of: ".").keys.filter { !$0.hasPrefix(".") } == ["tiny.yaml"])
    let text = try program.run("bench", "tiny.yaml", "--steps", "1", "--quiet")
    #expect(text.output.contains("a step, median"))
  }
}
