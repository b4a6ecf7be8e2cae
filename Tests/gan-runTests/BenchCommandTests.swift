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
    #expect((object["seconds"] as? [Double])?.count == 4)
    let text = try program.run("bench", "tiny.yaml", "--steps", "1", "--quiet")
    #expect(text.output.contains("a step, median"))
  }

  @Test func timesEachKernel() throws {
    let folder = try TemporaryFolder()
    let program = Program(folder: folder)
    try folder.write(tinySpec(), to: "tiny.yaml")
    let options = ["--layers", "--steps", "2", "--quiet", "--threads", "1", "--simd", "plain"]
    let bench = try program.start(["bench", "tiny.yaml", "--format", "json"] + options).wait()
    #expect(bench.status == 0)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(bench.output.utf8)) as? [String: Any])
    let launches = try #require(object["launches"] as? [[String: Any]])
    let kernels = try #require(object["kernels"] as? [[String: Any]])
    #expect(kernels.compactMap { $0["launches"] as? Int }.reduce(0, +) == launches.count)
    let products = launches.filter { $0["direct_flop"] as? Double ?? 0 > 0 }
    #expect(!products.isEmpty && products.count < launches.count)
    #expect(products.allSatisfy { $0["seconds"] as? Double ?? 0 > 0 })
    let text = try program.start(["bench", "tiny.yaml"] + options).wait()
    #expect(text.output.contains("discriminator 0 conv"))
    #expect(text.output.contains("multiply-add peak"))
  }
}
