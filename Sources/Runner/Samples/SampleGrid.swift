public import Engine

/// Images side by side in one picture.
public enum SampleGrid {
  /// The pixels between two images.
  private static let gap = 2

  /// The bytes of a picture: rows from the top, each pixel's channels together.
  public struct Picture: Hashable, Sendable {
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int
    /// Channels: 1 or 3.
    public let channels: Int
    /// The bytes.
    public var bytes: [UInt8]
  }

  /// The most rows or columns of a picture, as of the images that are read.
  private static let longestSide = 65_535
  /// The most pixels of a picture: it is laid out in memory.
  private static let mostPixels = 1 << 26

  /// How images are laid out.
  public struct Layout: Hashable, Sendable {
    /// Images side by side.
    public let columns: Int
    /// The picture's rows of pixels.
    public let height: Int
    /// The picture's columns of pixels.
    public let width: Int

    /// Whether a picture may be so large.
    public var fits: Bool {
      height <= longestSide && width <= longestSide && height * width <= mostPixels
    }
  }

  /// Lays images of a size out; in a grid as near to a square as can be, if not told otherwise.
  public static func layout(count: Int, height: Int, width: Int, columns: Int? = nil) -> Layout {
    let count = max(count, 1)
    let square = Int(Double(count).squareRoot().rounded(.up))
    let columns = min(columns ?? square, count)
    let rows = (count - 1) / columns + 1
    func side(_ images: Int, _ pixels: Int) -> Int {
      let (product, overflow) = images.multipliedReportingOverflow(by: pixels + gap)
      return overflow ? .max : product - gap
    }
    return Layout(columns: columns, height: side(rows, height), width: side(columns, width))
  }

  /// Lays images out, row by row, in a grid as near to a square as can be, on white.
  ///
  /// The images are `[count, channels, height, width]` in [-1, 1].
  public static func picture(_ images: Tensor, columns: Int? = nil) -> Picture {
    let (count, channels) = (images.shape[0], images.shape[1])
    let (height, width) = (images.shape[2], images.shape[3])
    let layout = layout(count: count, height: height, width: width, columns: columns)
    let (columns, gridHeight, gridWidth) = (layout.columns, layout.height, layout.width)
    var bytes = [UInt8](repeating: 255, count: gridWidth * gridHeight * channels)
    for image in 0..<count {
      let top = image / columns * (height + gap)
      let left = image % columns * (width + gap)
      for y in 0..<height {
        for x in 0..<width {
          let target = ((top + y) * gridWidth + left + x) * channels
          for channel in 0..<channels {
            bytes[target + channel] = byte(
              images.values[images.offset(image, channel, y, x)])
          }
        }
      }
    }
    return Picture(height: gridHeight, width: gridWidth, channels: channels, bytes: bytes)
  }

  /// The byte of a value in [-1, 1]; what lies beyond is cut off, and NaN is black.
  static func byte(_ value: Float) -> UInt8 {
    value.isNaN ? 0 : UInt8(min(max((value + 1) * 127.5, 0), 255).rounded())
  }
}
