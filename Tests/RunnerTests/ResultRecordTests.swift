import Foundation
import ModelSpec
import Runner
import Testing

@Suite struct ResultRecordTests {
  static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Corpus/Records").path
  static let good = "\(corpus)/good.yaml"

  /// What is said of a file; nil where it is a record.
  func problem(_ path: String) -> String? {
    do {
      _ = try ResultRecord(reading: path)
      return nil
    } catch let error as SpecError {
      return DiagnosticRenderer.render(error)
    } catch {
      return (error as? RunError)?.message ?? "not an error that is told: \(error)"
    }
  }

  @Test func isWrittenAsItWasRead() throws {
    let record = try ResultRecord(reading: Self.good)
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: Self.good)))
    #expect(String(decoding: record.text, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
    #expect(record.trials.map(\.seed) == [1, 9_007_199_254_740_993, 1, 2])
    #expect(record.trials.map(\.lastStep) == [20, 1, 5, 0])
    #expect(record.trials[1].metrics["loss/discriminator"]?.isNaN == true)
  }

  /// Each file begins with a part of what is said of it.
  @Test func whatIsBrokenIsSaidWithItsPlace() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.corpus)
      .filter { $0 != "good.yaml" }
    #expect(names.count > 40)
    for name in names {
      let path = "\(Self.corpus)/\(name)"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let expected = text.prefix { $0 != "\n" }.dropFirst(2)
      let said = problem(path)
      #expect(said?.contains(expected) == true, "\(name): \(said ?? "nothing")")
      #expect(said?.unicodeScalars.contains { $0.value == 0x1B } == false, "\(name)")
    }
  }

  @Test func whatIsNoTextIsSaid() throws {
    let folder = try TemporaryFolder()
    try folder.write([0x61, 0x3A, 0x20, 0xFF], to: "x.yaml")
    #expect(problem("\(folder.path)/x.yaml")?.contains("it isn't UTF-8") == true)
    #expect(problem(folder.path) != nil)
  }

  /// Anything but a crash, and anything but words for programmers.
  @Test func aCutOrChangedFileIsARecordOrAnError() throws {
    let folder = try TemporaryFolder()
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: Self.good)))
    var generator = SystemRandomNumberGenerator()
    for round in 0..<600 {
      var changed = bytes
      let place = Int.random(in: bytes.indices, using: &generator)
      switch round % 3 {
      case 0: changed = Array(bytes.prefix(place))
      case 1: changed[place] = UInt8.random(in: 0...255, using: &generator)
      default: changed.insert(contentsOf: "\n:[{-\"".utf8.shuffled().prefix(2), at: place)
      }
      try folder.write(changed, to: "x.yaml")
      let said = problem("\(folder.path)/x.yaml")
      #expect(said?.hasPrefix("not an error") != true, "\(said ?? "")")
    }
  }
}
