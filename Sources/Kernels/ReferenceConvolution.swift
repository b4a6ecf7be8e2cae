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
    for row in 0..<g.outRows {
      let image = row / g.outPixels * g.height * g.width
      for tap in 0..<g.taps {
        guard let pixel = g.pixel(under: tap, at: row % g.outPixels) else { continue }
        for channel in 0..<g.channels {
          for filter in 0..<g.filters {
            body(
              (image + pixel) * g.channels + channel,
              (tap * g.channels + channel) * g.filters + filter, row * g.filters + filter)
          }
        }
      }
    }
  }
}
