import Foundation
import ModelSpec

/// Specs in a temporary folder, read with the test's catalogue.
final class SpecFixture {
  let folder: String

  init(_ files: [String: String] = [:]) throws {
    folder = NSTemporaryDirectory() + "modelspec-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write(Array(text.utf8), to: name) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let path = path(name)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  func path(_ name: String) -> String {
    folder + "/" + name
  }

  func read(_ name: String = "spec.yaml", _ overrides: [String] = []) throws -> Spec {
    try SpecReader(catalogue: TestCatalogue.standard).read(path: path(name), overrides: overrides)
  }

  /// Expands the small GAN with more text after it.
  static func expand(
    _ text: String, _ overrides: [String] = [], spec: String = small,
    check: @escaping @Sendable (Spec) -> [Diagnostic] = { _ in [] }
  ) throws -> Expansion {
    let fixture = try SpecFixture(["spec.yaml": spec + text])
    return try SpecReader(catalogue: TestCatalogue.standard).expand(
      path: fixture.path("spec.yaml"), overrides: overrides, check: check)
  }

  /// Reads one text as a spec.
  static func read(_ text: String, _ overrides: [String] = []) throws -> Spec {
    try SpecFixture(["spec.yaml": text]).read("spec.yaml", overrides)
  }

  /// A small GAN that every rule can be tried on.
  static let small = """
    schema: 1
    model: {nz: 8, nc: 3, ngf: 4}
    data: {synthetic: shapes, size: 8}
    generator:
      - conv_transpose: {out: ngf*2, kernel: 4, bias: false}
      - batch_norm
      - relu
      - conv_transpose: {out: nc, kernel: 4, stride: 2, padding: 1}
      - tanh
    discriminator:
      - conv: {out: 4, kernel: 4, stride: 2, padding: 1}
      - leaky_relu: 0.2
      - conv: {out: 1, kernel: 4}
    train: {batch: 4, steps: 10}

    """

  /// The small GAN with some of its text replaced.
  static func small(_ old: String, _ new: String) -> String {
    small.replacingOccurrences(of: old, with: new)
  }
}
