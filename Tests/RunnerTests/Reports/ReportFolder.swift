import Foundation

/// Folders of runs and sweeps as other tools could have left them, for pages about them.
struct ReportFolder {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Texts that stand in many places of a run.
  struct Words {
    var name = "tame"
    var description = "a description"
    var tag = "a tag"
    var spec = "schema: 1"
    var host = "host"
    var argument = "argument"

    /// All of them the same text.
    static func all(_ text: String) -> Words {
      Words(
        name: text, description: text, tag: text, spec: text, host: text, argument: text)
    }
  }

  /// A picture of one pixel.
  static let pixel =
    Data(
      base64Encoded:
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
    ) ?? Data()

  /// A folder of a run, with its files.
  func run(
    _ path: String, words: Words = Words(), lines: [String]? = nil, result: String? = nil,
    grids: [Int] = [0, 20]
  ) throws {
    let root = "\(folder.path)/\(path)"
    try FileManager.default.createDirectory(
      atPath: "\(root)/samples", withIntermediateDirectories: true)
    func write(_ text: String, _ name: String) throws {
      try folder.write(Array(text.utf8), to: "\(path)/\(name)")
    }
    try write(words.spec, "spec.yaml")
    try write(resolved(words), "resolved.yaml")
    try write(
      """
      {"arithmetic":"cpu-4","attempts":[{"arguments":["train",\(quoted(words.argument))],\
      "host":\(quoted(words.host)),"processor":"p","simd":"plain","started":"2026-01-01T00:00:00Z",\
      "threads":2,"version":"0.1.0"}],"digests":{"data":"dd","spec":"ss"}}
      """, "provenance.json")
    try write((lines ?? Self.lines).map { $0 + "\n" }.joined(), "metrics.jsonl")
    try write(
      #"{"data_wait_seconds":0,"images_per_second":640,"seconds_per_step":0.1,"step":20}"# + "\n",
      "timing.jsonl")
    if let result { try write(result, "result.json") }
    for step in grids {
      let name = String(repeating: "0", count: 8 - "\(step)".count) + "\(step).png"
      try folder.write(Self.pixel, to: "\(path)/samples/\(name)")
    }
  }

  static func line(_ step: Int, _ d: Double, _ g: Double) -> String {
    """
    {"d_fake":0.25,"d_real":0.75,"epoch":0,"loss/discriminator":\(d),"loss/generator":\(g),\
    "step":\(step)}
    """
  }

  static func evaluation(_ step: Int, swd: Double) -> String {
    #"{"made":{},"step":\#(step),"values":{"swd":\#(swd),"swd/16x16":\#(swd)}}"#
  }

  static let lines = [
    line(1, 1.5, 0.5), line(10, 1.25, 0.625), evaluation(10, swd: 30.5), line(20, 1.125, 0.875),
    evaluation(20, swd: 20.25),
  ]

  static func result(_ status: String = "finished", swd: Double = 20.25) -> String {
    """
    {"arithmetic":"cpu-4","digests":{"data":"dd","spec":"ss","weights":"ww"},"metrics":\
    {"d_fake":0.25,"d_real":0.75,"loss/discriminator":1.125,"loss/generator":0.875,\
    "swd":\(swd)},"status":"\(status)","steps":20}
    """
  }

  /// A spec that can be read, whatever its texts are.
  func resolved(_ words: Words) -> String {
    """
    schema: 1
    name: quick
    description: \(quoted(words.description))
    tags: [\(quoted(words.tag))]
    model: {nz: 8, nc: 3}
    data: {synthetic: shapes, size: 16, count: 64}
    generator:
      - conv_transpose: {out: 16, kernel: 4}
      - relu
      - conv_transpose: {out: 8, kernel: 4, stride: 2, padding: 1}
      - relu
      - conv_transpose: {out: nc, kernel: 4, stride: 2, padding: 1}
      - tanh
    discriminator:
      - conv: {out: 8, kernel: 4, stride: 2, padding: 1}
      - leaky_relu: 0.2
      - conv: {out: 16, kernel: 4, stride: 2, padding: 1}
      - leaky_relu: 0.2
      - conv: {out: 1, kernel: 4}
    loss: {discriminator: bce, generator: non_saturating}
    optimizer: {adam: {lr: 2e-4}}
    train: {batch: 8, steps: 20}

    """
  }

  /// A trial of a sweep's lock; `changes` is YAML.
  static func trial(_ id: String, _ name: String, changes: String, seed: Int) -> String {
    """
    \n  - {changes: \(changes), digests: {data: dd, spec: ss}, id: \(id), name: \(quoted(name)), \
    seed: \(seed)}
    """
  }

  func sweep(
    _ name: String, kind: String = "sweep", trials: [String], words: Words = Words(),
    record: String? = nil
  ) throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    let lock = """
      arithmetic: cpu-4
      kind: \(kind)
      name: tame
      overrides: [\(quoted(words.argument))]
      schema: 1
      sources: {\(quoted(words.argument)): \(quoted(words.spec))}
      spec: \(quoted(words.argument))
      trials:\(trials.joined())

      """
    try folder.write(Array(lock.utf8), to: "\(name)/sweep.lock.yaml")
    if let record { try folder.write(Array(record.utf8), to: "\(name)/sweep.json") }
  }
}

/// A text as JSON, which is YAML too, in ASCII.
func quoted(_ text: String) -> String {
  var quoted = "\""
  for unit in text.utf16 {
    switch unit {
    case 0x22, 0x5C: quoted += "\\" + String(UnicodeScalar(UInt8(unit)))
    case 0x20..<0x7F: quoted += String(UnicodeScalar(UInt8(unit)))
    default:
      let digits = String(unit, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
  return quoted + "\""
}
