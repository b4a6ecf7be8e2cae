/// How a convolution is done is picked here, by its shape alone; `Benchmarks/` has the figures.
extension ConvolutionGeometry {
  /// Winograd's algorithm, where it can do the convolution and is faster than doing it directly.
  ///
  /// It takes fewer multiplications, but the transforms want channels and filters that fill most of
  /// a block, and enough tiles for each transformed filter.
  public var winograd: Winograd? { winograd(tilesOfFilter: 4) }

  /// The same for the gradient of the filter, which takes longer to bring back from its points.
  public var winogradWeightGradient: Winograd? { winograd(tilesOfFilter: 8) }

  /// Winograd's algorithm, where a transformed filter costs as much as so many tiles.
  private func winograd(tilesOfFilter: Int) -> Winograd? {
    guard min(channels, filters) >= 12, let winograd = Winograd(self) else { return nil }
    let direct = taps * outRows
    let transformed =
      winograd.phases * (winograd.rowsOfImage * batch + winograd.planes * tilesOfFilter)
    return Double(direct) >= 1.2 * Double(transformed) ? winograd : nil
  }

  /// The kernel that does the convolution directly.
  public func directKernel(_ direction: ConvolutionDirection) -> any Kernel {
    switch direction {
    case .forward where isEdge: EdgeForward(self)
    case .transposed where isEdge: EdgeTransposed(self)
    case .forward where isSingleFilter: SingleFilterForward(self)
    case .transposed where isSingleFilter: SingleFilterTransposed(self)
    default: GatherProduct(direction, flattened)
    }
  }

  /// The kernel that does the gradient of its filter directly.
  public var directWeightGradient: any Kernel {
    if isEdge {
      EdgeWeightGradient(self)
    } else if isSingleFilter {
      SingleFilterWeightGradient(self)
    } else {
      GatherWeightGradient(flattened)
    }
  }

  /// Whether the large image has so few channels that the kernels for a network's edges are faster:
  /// a row of the filter is then one piece of the large image.
  var isEdge: Bool {
    channels <= 8 && outPixels >= 32 && taps * channels <= 2_048 && filters <= 2_048
  }

  /// Whether the filter covers the whole large image once.
  private var coversImage: Bool {
    outPixels == 1 && kernelHeight == height && kernelWidth == width && paddingHeight == 0
      && paddingWidth == 0
  }

  /// Whether it is a product of a matrix and a vector, or the like: one filter over whole images.
  package var isSingleFilter: Bool { filters == 1 && coversImage }

  /// The same convolution without taps where the filter covers the image: then no sum is gathered of
  /// pixels beyond the edge.
  package var flattened: ConvolutionGeometry {
    guard coversImage else { return self }
    return ConvolutionGeometry(
      batch: batch, channels: taps * channels, size: [1, 1], filters: filters, outSize: [1, 1],
      kernel: [1, 1], stride: [1, 1], padding: [0, 0])
  }
}

extension Winograd {
  /// Whether the transformed filter is better made anew piece by piece wherever it is needed: it
  /// would be too large for the caches, or so few tiles need it that each piece is made but once
  /// or twice.
  ///
  /// Both ways give the same bits.
  public var streamsFilter: Bool { filterFloats > 4 << 20 || tiles * geometry.batch <= 64 }
}
