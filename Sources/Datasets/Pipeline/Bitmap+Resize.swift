extension Bitmap {
  /// The image resized to cover a target, and cropped to it; only what stays is computed.
  func covering(width targetWidth: Int, height targetHeight: Int) -> Bitmap {
    guard width != targetWidth || height != targetHeight else { return self }
    let geometry = CoverGeometry(
      width: width, height: height, targetWidth: targetWidth, targetHeight: targetHeight)
    let columns = ResampleAxis(
      input: width, output: geometry.resizedWidth,
      window: geometry.left..<(geometry.left + targetWidth))
    let rows = ResampleAxis(
      input: height, output: geometry.resizedHeight,
      window: geometry.top..<(geometry.top + targetHeight))
    // Pillow's order, as of 13.0: where the height loses more than twice what the width loses,
    // rows come first. It shows in the rounding between the two.
    let (lostRows, lostColumns) = (height - geometry.resizedHeight, width - geometry.resizedWidth)
    if lostRows > 0, lostRows > 2 * lostColumns {
      return resampledRows(rows).resampledColumns(columns, rows: 0..<targetHeight)
    }
    let needed = rows.sources
    return resampledColumns(columns, rows: needed).resampledRows(rows, from: needed.lowerBound)
  }

  private func resampledColumns(_ axis: ResampleAxis, rows: Range<Int>) -> Bitmap {
    let target = axis.starts.count
    var result = [UInt8](repeating: 0, count: target * rows.count * channels)
    for (y, row) in rows.enumerated() {
      for x in 0..<target {
        let first = (row * width + axis.starts[x]) * channels
        for channel in 0..<channels {
          var sum: Int32 = 1 << (ResampleAxis.precision - 1)
          for tap in 0..<axis.counts[x] {
            sum &+=
              Int32(pixels[first + tap * channels + channel]) &* axis.weights[x * axis.stride + tap]
          }
          result[(y * target + x) * channels + channel] = Self.clipped(sum)
        }
      }
    }
    return Bitmap(width: target, height: rows.count, channels: channels, pixels: result)
  }

  private func resampledRows(_ axis: ResampleAxis, from firstRow: Int = 0) -> Bitmap {
    let target = axis.starts.count
    let rowBytes = width * channels
    var result = [UInt8](repeating: 0, count: target * rowBytes)
    for y in 0..<target {
      let first = (axis.starts[y] - firstRow) * rowBytes
      for offset in 0..<rowBytes {
        var sum: Int32 = 1 << (ResampleAxis.precision - 1)
        for tap in 0..<axis.counts[y] {
          sum &+=
            Int32(pixels[first + tap * rowBytes + offset]) &* axis.weights[y * axis.stride + tap]
        }
        result[y * rowBytes + offset] = Self.clipped(sum)
      }
    }
    return Bitmap(width: width, height: target, channels: channels, pixels: result)
  }

  private static func clipped(_ sum: Int32) -> UInt8 {
    UInt8(clamping: sum >> Int32(ResampleAxis.precision))
  }
}
