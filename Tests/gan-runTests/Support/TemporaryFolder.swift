import Foundation

/// A folder of its own for a test, gone with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("gan-run-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The names of all files under a folder in it, with their bytes.
  func contents(of folder: String) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    let root = "\(path)/\(folder)"
    for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
      let url = URL(fileURLWithPath: "\(root)/\(name)")
      if try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
        contents[name] = try Data(contentsOf: url)
      }
    }
    return contents
  }

  /// What of runs must be the same however often they were stopped.
  func lasting(_ runs: String = "runs") throws -> [String: Data] {
    try contents(of: runs).filter { name, _ in
      !name.contains("/checkpoints/") && !name.hasSuffix("/timing.jsonl")
        && !name.hasSuffix("/provenance.json")
        // No record: a kill between the result and the exit leaves the holder's number in it.
        && !name.hasSuffix("/.lock")
    }
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }
}

/// A small spec that trains in no time.
func tinySpec(
  steps: Int = 50, checkpointEvery: Int = 7,
  metrics: String = "[{swd: {patches_per_image: 4, directions: 9}}, ms_ssim]"
) -> String {
  """
  schema: 1
  model: {nz: 8, nc: 3}
  data: {synthetic: shapes, size: 16, count: 64}
  generator:
    - conv_transpose: {out: 16, kernel: 4}
    - batch_norm
    - relu
    - conv_transpose: {out: 8, kernel: 4, stride: 2, padding: 1}
    - batch_norm
    - relu
    - conv_transpose: {out: nc, kernel: 4, stride: 2, padding: 1}
    - tanh
  discriminator:
    - conv: {out: 8, kernel: 4, stride: 2, padding: 1}
    - leaky_relu: 0.2
    - dropout: 0.1
    - conv: {out: 16, kernel: 4, stride: 2, padding: 1}
    - batch_norm
    - leaky_relu: 0.2
    - conv: {out: 1, kernel: 4}
  loss: {label_smoothing: {real: [0, 0.2]}}
  optimizer: {adam: {lr: 2e-4, betas: [0.5, 0.999]}}
  train: {batch: 8, steps: \(steps)}
  samples: {every: 20, count: 9}
  evaluate: {metrics: \(metrics), samples: 10, every: 15}
  checkpoints: {every: \(checkpointEvery)}

  """
}
