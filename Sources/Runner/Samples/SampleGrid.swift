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

  /// Lays images out, row by row, in a grid as near to a square as can be, on white.
  ///
  /// The images are `[count, channels, height, width]` in [-1, 1].
  public static func picture(_ images: Tensor, columns: Int? = nil) -> Picture {
    let (count, channels) = (images.shape[0], images.shape[1])
    let (height, width) = (images.shape[2], images.shape[3])
    let columns = columns ?? (1...max(count, 1)).first { $0 * $0 >= count } ?? 1
    let rows = (count + columns - 1) / columns
    let gridWidth = columns * (width + gap) - gap
    let gridHeight = rows * (height + gap) - gap
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

extension Tensor {
  /// Where a value of a tensor of images lies.
  fileprivate func offset(_ image: Int, _ channel: Int, _ y: Int, _ x: Int) -> Int {
    switch layout {
    case .rowMajor: ((image * shape[1] + channel) * shape[2] + y) * shape[3] + x
    case .channelsLast: ((image * shape[2] + y) * shape[3] + x) * shape[1] + channel
    }
  }
}
