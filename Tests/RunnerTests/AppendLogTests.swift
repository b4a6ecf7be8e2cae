import Runner
import Testing

@Suite struct AppendLogTests {
  @Test func growsByLinesAndIsCutBack() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/log.jsonl"
    do {
      let log = try AppendLog(path)
      try log.append(["b/x": 0.1 as Float, "a": 2])
      #expect(try log.length() == 18)
      try log.append(["a": Float.nan])
      try log.sync()
    }
    let log = try AppendLog(path)
    #expect(try WholeFile.read(path) == Array("{\"a\":2,\"b/x\":0.1}\n{\"a\":\"nan\"}\n".utf8))
    try log.cut(to: 18)
    try log.cut(to: 100)
    try log.append(["c": 3])
    #expect(try WholeFile.read(path) == Array("{\"a\":2,\"b/x\":0.1}\n{\"c\":3}\n".utf8))
  }
}
