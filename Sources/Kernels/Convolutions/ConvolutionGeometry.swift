/// Which way a convolution goes.
public enum ConvolutionDirection: Sendable {
  /// From the large image to the small one.
  case forward
  /// From the small image to the large one.
  case transposed
}

/// The sizes of a convolution between a large image `[N, C, H, W]` and a small one `[N, K, H', W']`.
///
/// A convolution goes from large to small, a transposed one (its input gradient) from small to
/// large, and the weight gradient combines both. The filter is stored as `[height, width, C, K]`.
public struct ConvolutionGeometry: Hashable, Sendable {
  /// Images in a batch.
  public let batch: Int
  /// Channels of the large image.
  public let channels: Int
  /// Rows and columns of the large image.
  public let height: Int, width: Int
  /// Channels of the small image.
  public let filters: Int
  /// Rows and columns of the small image.
  public let outHeight: Int, outWidth: Int
  /// Rows and columns of the filter.
  public let kernelHeight: Int, kernelWidth: Int
  /// Steps between two places of the filter, down and across.
  public let strideHeight: Int, strideWidth: Int
  /// Zeros around the large image, above and at the left.
  public let paddingHeight: Int, paddingWidth: Int

  /// Makes a geometry; pairs are `[height, width]`.
  public init(
    batch: Int, channels: Int, size: [Int], filters: Int, outSize: [Int], kernel: [Int],
    stride: [Int], padding: [Int]
  ) {
    self.batch = batch
    self.channels = channels
    self.height = size[0]
    self.width = size[1]
    self.filters = filters
    self.outHeight = outSize[0]
    self.outWidth = outSize[1]
    self.kernelHeight = kernel[0]
    self.kernelWidth = kernel[1]
    self.strideHeight = stride[0]
    self.strideWidth = stride[1]
    self.paddingHeight = padding[0]
    self.paddingWidth = padding[1]
  }

  /// Taps of the filter.
  var taps: Int { kernelHeight * kernelWidth }
  /// Pixels of the small image.
  var outPixels: Int { outHeight * outWidth }
  /// Rows of the matrix that has a row for each small pixel of the batch.
  var outRows: Int { batch * outPixels }

  /// Floats of a large and of a small image.
  var largeFloats: Int { height * width * channels }
  var smallFloats: Int { outPixels * filters }

  /// The multiply-adds of the convolution done directly, in any of its three directions.
  ///
  /// Taps beyond the edge are counted, as everyone counts them.
  package var multiplyAdds: Int { outRows * taps * channels * filters }

  /// The large pixel under a tap of the filter placed at a small pixel; nil beyond the edge.
  func pixel(under tap: Int, at outPixel: Int) -> Int? {
    let row = outPixel / outWidth * strideHeight - paddingHeight + tap / kernelWidth
    let column = outPixel % outWidth * strideWidth - paddingWidth + tap % kernelWidth
    guard (0..<height).contains(row), (0..<width).contains(column) else { return nil }
    return row * width + column
  }
}
