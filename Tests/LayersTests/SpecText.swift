import Foundation
import Layers
import ModelSpec

/// Specs for tests, as text.
enum SpecText {
  /// Reads a spec from a text, with overrides.
  static func read(_ text: String, _ overrides: String...) throws -> Spec {
    try read(text, overrides: overrides)
  }

  /// Reads a spec from a text, with overrides.
  static func read(_ text: String, overrides: [String]) throws -> Spec {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("gan-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("spec.yaml")
    try Data(text.utf8).write(to: file)
    return try SpecReader(catalogue: LayerCatalogue.standard).read(
      path: file.path, overrides: overrides)
  }

  /// A GAN of 3x8x8 images that trains in milliseconds.
  static let small = """
    schema: 1
    model: {nz: 6, ngf: 8, ndf: 8, nc: 3}
    data: {synthetic: shapes, size: 8}
    generator:
      - conv_transpose: {out: ngf, kernel: 4, bias: false}
      - batch_norm
      - relu
      - conv_transpose: {out: nc, kernel: 4, stride: 2, padding: 1}
      - tanh
    discriminator:
      - conv: {out: ndf, kernel: 4, stride: 2, padding: 1, bias: false}
      - batch_norm
      - leaky_relu: 0.2
      - conv: {out: 1, kernel: 4}
      - sigmoid
    loss: {label_smoothing: {real: 0.1}}
    optimizer: {adam: {lr: 2e-4, betas: [0.5, 0.999]}}
    train: {batch: 4, steps: 3}
    """

  /// A GAN of 3x16x16 images whose convolutions take every algorithm that there is.
  static let varied = """
    schema: 1
    model: {nz: 20, ngf: 160, ndf: 48, nc: 3}
    data: {synthetic: shapes, size: 16}
    generator:
      - conv_transpose: {out: 288, kernel: 4, bias: false}
      - batch_norm
      - relu
      - conv_transpose: {out: ngf, kernel: 4, stride: 2, padding: 1, bias: false}
      - batch_norm
      - relu
      - conv_transpose: {out: nc, kernel: 4, stride: 2, padding: 1}
      - tanh
    discriminator:
      - conv: {out: ndf, kernel: 4, stride: 2, padding: 1}
      - leaky_relu: 0.2
      - conv: {out: 32, kernel: 3, padding: 1, bias: false}
      - batch_norm
      - leaky_relu: 0.2
      - conv: {out: 24, kernel: 1}
      - leaky_relu: 0.2
      - conv: {out: 24, kernel: 2}
      - leaky_relu: 0.2
      - conv: {out: 64, kernel: 4, stride: 2, padding: 1, bias: false}
      - batch_norm
      - leaky_relu: 0.2
      - conv: {out: 1, kernel: 3}
      - sigmoid
    loss: {label_smoothing: {real: 0.1}}
    optimizer: {adam: {lr: 2e-4, betas: [0.5, 0.999]}}
    train: {batch: 32, steps: 3}
    """
}
