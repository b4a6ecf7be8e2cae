internal import Kernels

/// How a filter moves over an image; pairs are `[height, width]`.
public struct Window: Hashable, Sendable {
  /// The filter's size.
  public let kernel: [Int]
  /// The steps between two of its places.
  public let stride: [Int]
  /// Zeros around the image, at each side.
  public let padding: [Int]

  /// Makes a window.
  public init(kernel: [Int], stride: [Int] = [1, 1], padding: [Int] = [0, 0]) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
  }

  /// The size of a convolution's result: `floor((size + 2 padding - kernel) / stride) + 1`.
  public func outputSize(of size: [Int]) -> [Int] {
    (0..<2).map { (size[$0] + 2 * padding[$0] - kernel[$0]) / stride[$0] + 1 }
  }

  /// The size of a transposed convolution's result:
  /// `(size - 1) stride - 2 padding + kernel + output padding`.
  public func transposedSize(of size: [Int], outputPadding: [Int]) -> [Int] {
    (0..<2).map {
      (size[$0] - 1) * stride[$0] - 2 * padding[$0] + kernel[$0] + outputPadding[$0]
    }
  }
}

extension Graph {
  /// A convolution of images `[N, C, H, W]` by a filter `[K, C, h, w]`; without padding beyond it.
  public mutating func convolution(_ images: Value, _ filter: Value, _ window: Window) -> Value {
    let large = shape(of: images)
    let size = window.outputSize(of: Array(large[2...]))
    let geometry = ConvolutionGeometry(
      batch: large[0], channels: large[1], size: Array(large[2...]),
      filters: shape(of: filter)[0], outSize: size, kernel: window.kernel, stride: window.stride,
      padding: window.padding)
    return add(
      .convolution(geometry), [images, filter],
      shape: [large[0], geometry.filters] + size, order: .channelsLast)
  }

  /// A transposed convolution of images `[N, K, H, W]` by a filter `[K, C, h, w]`.
  public mutating func transposedConvolution(
    _ images: Value, _ filter: Value, _ window: Window, outputPadding: [Int] = [0, 0]
  ) -> Value {
    let small = shape(of: images)
    let size = window.transposedSize(of: Array(small[2...]), outputPadding: outputPadding)
    let geometry = ConvolutionGeometry(
      batch: small[0], channels: shape(of: filter)[1], size: size, filters: small[1],
      outSize: Array(small[2...]), kernel: window.kernel, stride: window.stride,
      padding: window.padding)
    return add(
      .convolutionInput(geometry), [images, filter],
      shape: [small[0], geometry.channels] + size, order: .channelsLast)
  }

  /// Rows `[N, C]` by a filter `[K, C]`, transposed: `[N, K]`.
  public mutating func linear(_ rows: Value, _ filter: Value) -> Value {
    let shape = shape(of: rows)
    let geometry = ConvolutionGeometry(
      batch: shape[0], channels: shape[1], size: [1, 1], filters: self.shape(of: filter)[0],
      outSize: [1, 1], kernel: [1, 1], stride: [1, 1], padding: [0, 0])
    return add(
      .convolution(geometry), [rows, filter], shape: [shape[0], geometry.filters],
      order: .channelsLast)
  }

  /// The gradients of a convolution in any direction for its operands, given its own.
  mutating func convolutionGradients(of value: Value, _ gradient: Value) -> [Value?] {
    let operands = node(value).operands
    let first = shape(of: operands[0])
    let second = shape(of: operands[1])
    switch node(value).operation {
    case .convolution(let geometry):
      return [
        add(
          .convolutionInput(geometry), [gradient, operands[1]], shape: first,
          order: .channelsLast),
        add(.convolutionFilter(geometry), [operands[0], gradient], shape: second, order: .filter),
      ]
    case .convolutionInput(let geometry):
      return [
        add(.convolution(geometry), [gradient, operands[1]], shape: first, order: .channelsLast),
        add(.convolutionFilter(geometry), [gradient, operands[0]], shape: second, order: .filter),
      ]
    case .convolutionFilter(let geometry):
      return [
        add(
          .convolutionInput(geometry), [operands[1], gradient], shape: first,
          order: .channelsLast),
        add(.convolution(geometry), [operands[0], gradient], shape: second, order: .channelsLast),
      ]
    default:
      return [nil, nil]
    }
  }
}
