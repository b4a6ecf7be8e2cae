import Kernels
import Runner
import Testing

@Suite struct MachineTests {
  @Test(arguments: [("0", 1), ("0-3", 4), ("0-3,8", 5), ("1,3,5-6", 4), ("", 0)])
  func countsProcessorsOfAList(list: String, count: Int) {
    #expect(Machine.count(ofList: list) == count)
  }

  @Test func takesWhatIsAskedFor() throws {
    #expect(try Machine(threads: 3, simd: "plain").threads == 3)
    #expect(try Machine(threads: 3, simd: "plain").instructionSet == .plain)
    #expect(try Machine().instructionSet == .best)
    #expect(try Machine().threads >= 1)
    #expect(throws: RunError.self) { try Machine(simd: "sse9") }
  }
}
