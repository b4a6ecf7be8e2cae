import Foundation
import Glibc
import Runner
import Testing

@Suite struct TensorFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func readsWhatTheFormatsOwnLibraryWrote() throws {
    let file = try TensorFile(golden("python.safetensors"))
    #expect(file.header.metadata == ["spec": "{\"schema\": 1}", "umlaut": "ä\n\u{1}𝄞"])
    #expect(Set(file.header.entries.map(\.name)) == ["a", "b", "scalar", "empty"])
    #expect(file.header.entries.first { $0.name == "b" }?.shape == [2, 3])
    #expect(try file.floats("b") == [0, 0.25, 0.5, 0.75, 1, 1.25])
    #expect(try file.integers("a") == [-1, 1 << 40])
    #expect(try file.floats("scalar") == [0.5])
    #expect(try file.floats("empty") == [])
  }

  @Test func writesTheseBytes() throws {
    let path = "\(folder.path)/f.safetensors"
    var writer = try TensorFileWriter(
      path,
      header: .init(
        entries: [.init("b/x", shape: [2]), .init("a", .integer, shape: [])],
        metadata: ["z": "\"\\\n", "k": "ä"]))
    try writer.write("b/x", [1, -2] as [Float])
    try writer.write("a", [3] as [Int64])
    try writer.publish()
    let header =
      #"{"__metadata__":{"k":"ä","z":"\"\\\u000a"},"#
      + #""b/x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
      + #""a":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}"#
    let padded = Array(header.utf8) + Array(repeating: 32, count: (8 - header.utf8.count % 8) % 8)
    #expect(
      Array(try folder.bytes("f.safetensors"))
        == [UInt8(padded.count), 0, 0, 0, 0, 0, 0, 0] + padded
        + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0] + [3, 0, 0, 0, 0, 0, 0, 0])
    let file = try TensorFile(path)
    #expect(file.header.metadata == ["z": "\"\\\n", "k": "ä"])
    #expect(try file.floats("b/x") == [1, -2])
    #expect(try folder.contents().keys.sorted() == ["f.safetensors"])
  }

  @Test func aFileIsThereOnlyOnceAllTensorsAre() throws {
    let path = "\(folder.path)/f.safetensors"
    let header = TensorFileHeader(entries: [.init("a", shape: [2]), .init("b", shape: [1])])
    func writeHalf() throws {
      var writer = try TensorFileWriter(path, header: header)
      #expect(throws: RunError.badTensorFile(path: path, .unexpected(name: "b"))) {
        try writer.write("b", [1] as [Float])
      }
      #expect(throws: RunError.badTensorFile(path: path, .unexpected(name: "a"))) {
        try writer.write("a", [1] as [Float])
      }
      try writer.write("a", [1, 2] as [Float])
      try writer.publish()
    }
    #expect(throws: RunError.badTensorFile(path: path, .missing(name: "b"))) { try writeHalf() }
    #expect(try folder.contents().isEmpty)
  }

  @Test func refusesToReadWhatIsNotThere() throws {
    let path = golden("python.safetensors")
    let file = try TensorFile(path)
    #expect(throws: RunError.badTensorFile(path: path, .missing(name: "c"))) {
      try file.floats("c")
    }
    #expect(throws: RunError.badTensorFile(path: path, .unexpected(name: "a"))) {
      try file.floats("a")
    }
    #expect(throws: RunError.file(.open, path: "/nowhere", code: ENOENT)) {
      _ = try TensorFile("/nowhere")
    }
  }

  /// Headers that are broken each in their way, with 8 bytes of values after them.
  @Test(
    arguments: [
      (#""#, .header(offset: 0)),
      (#"{"#, .header(offset: 1)),
      (#"[]"#, .header(offset: 0)),
      (#"{} {}"#, .header(offset: 3)),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}"#, .header(offset: 54)),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, .header(offset: 53)),
      (#"{"a":{"dtype":"F32","shape":[2]}}"#, .header(offset: 32)),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}"#, .header(offset: 60)),
      (#"{"a":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}"#, .header(offset: 40)),
      (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, .header(offset: 29)),
      (#"{"a":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}"#, .header(offset: 29)),
      (#"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#, .header(offset: 30)),
      (
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}"#,
        .offsets(name: "a")
      ),
      (
        #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#,
        .header(offset: 29)
      ),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, .header(offset: 51)),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}"#, .header(offset: 55)),
      (#"{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}"#, .header(offset: 28)),
      (#"{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}"#, .header(offset: 14)),
      (#"{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}"#, .type(name: "a", type: "F16")),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}}"#, .offsets(name: "a")),
      (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, .offsets(name: "a")),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, .offsets(name: "a")),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, .offsets(name: "a")),
      (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#, .truncated),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, .trailingBytes(4)),
      (#"{}"#, .trailingBytes(8)),
      (
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
        .offsets(name: "a")
      ),
      (
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
          + #""b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, .offsets(name: "b")
      ),
      (
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
          + #""a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, .duplicateName("a")
      ),
      (
        #"{"__metadata__":{"k":"1","k":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
        .duplicateName("k")
      ),
      (
        #"{"__metadata__":{"k":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
        .header(offset: 21)
      ),
      (#"{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, .header(offset: 8)),
      (#"{"\q":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, .header(offset: 4)),
      ("{\"a\u{1}\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", .header(offset: 3)),
    ] as [(String, TensorFileProblem)])
  func refusesBrokenHeaders(_ header: String, _ problem: TensorFileProblem) throws {
    var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    bytes += Array(header.utf8) + Array(repeating: 0, count: 8)
    try folder.write(bytes, to: "f")
    #expect(throws: RunError.badTensorFile(path: "\(folder.path)/f", problem)) {
      _ = try TensorFile("\(folder.path)/f")
    }
  }

  @Test(
    arguments: [
      ([], .truncated), ([1, 2, 3], .truncated), ([9, 0, 0, 0, 0, 0, 0, 0, 123], .headerLength(9)),
      ([255, 255, 255, 255, 255, 255, 255, 255, 123, 125], .headerLength(.max)),
      ([0, 0, 0, 0, 0, 0, 0, 128, 123, 125], .headerLength(1 << 63)),
      ([2, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFE], .header(offset: 0)),
    ] as [([UInt8], TensorFileProblem)])
  func refusesBrokenStarts(_ bytes: [UInt8], _ problem: TensorFileProblem) throws {
    try folder.write(bytes, to: "f")
    #expect(throws: RunError.badTensorFile(path: "\(folder.path)/f", problem)) {
      _ = try TensorFile("\(folder.path)/f")
    }
  }

  @Test func refusesEveryPrefixOfASoundFile() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: golden("python.safetensors")))
    for length in 0..<whole.count {
      try folder.write(whole.prefix(length), to: "f")
      #expect(throws: RunError.self) { _ = try TensorFile("\(folder.path)/f") }
    }
  }
}
