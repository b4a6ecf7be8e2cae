/// Convolutions by their definition, in double precision: what the fast ones are held against.
public struct ReferenceConvolution {
  private let geometry: ConvolutionGeometry

  /// Makes the reference of a geometry.
  public init(_ geometry: ConvolutionGeometry) {
    self.geometry = geometry
  }

  /// The small image of a large one.
  public func forward(large: [Float], filter: [Float]) -> [Double] {
    var result = [Double](repeating: 0, count: geometry.outRows * geometry.filters)
    forEachTerm { largeIndex, filterIndex, smallIndex in
      result[smallIndex] += Double(large[largeIndex]) * Double(filter[filterIndex])
    }
    return result
  }

  /// The large image of a small one.
  public func transposed(small: [Float], filter: [Float]) -> [Double] {
    let pixels = geometry.batch * geometry.height * geometry.width
    var result = [Double](repeating: 0, count: pixels * geometry.channels)
    forEachTerm { largeIndex, filterIndex, smallIndex in
      result[largeIndex] += Double(small[smallIndex]) * Double(filter[filterIndex])
    }
    return result
  }

  /// The filter's gradient of a large image and a small one.
  public func filter(large: [Float], small: [Float]) -> [Double] {
    var result = [Double](
      repeating: 0, count: geometry.taps * geometry.channels * geometry.filters)
    forEachTerm { largeIndex, filterIndex, smallIndex in
      result[filterIndex] += Double(large[largeIndex]) * Double(small[smallIndex])
    }
    return result
  }

  /// Calls a body with the places of each product `large * filter -> small`.
  private func forEachTerm(_ body: (Int, Int, Int) -> Void) {
    let g = geometry
    for image in 0..<g.batch {
      for outRow in 0..<g.outHeight {
        for outColumn in 0..<g.outWidth {
          let small = (image * g.outHeight + outRow) * g.outWidth + outColumn
          forEachTap(image: image, outRow: outRow, outColumn: outColumn) { large, tap in
            for channel in 0..<g.channels {
              for filter in 0..<g.filters {
                body(
                  large * g.channels + channel, (tap * g.channels + channel) * g.filters + filter,
                  small * g.filters + filter)
              }
            }
          }
        }
      }
    }
  }

  private func forEachTap(
    image: Int, outRow: Int, outColumn: Int, _ body: (_ large: Int, _ tap: Int) -> Void
  ) {
    let g = geometry
    for tapRow in 0..<g.kernelHeight {
      for tapColumn in 0..<g.kernelWidth {
        let row = outRow * g.strideHeight + tapRow - g.paddingHeight
        let column = outColumn * g.strideWidth + tapColumn - g.paddingWidth
        if row >= 0 && row < g.height && column >= 0 && column < g.width {
          body((image * g.height + row) * g.width + column, tapRow * g.kernelWidth + tapColumn)
        }
      }
    }
  }
}
