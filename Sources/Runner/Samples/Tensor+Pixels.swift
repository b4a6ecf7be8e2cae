import Engine

extension Tensor {
  /// The bytes of images in [-1, 1]: rows from the top, channels side by side.
  var pixels: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count)
    for image in 0..<shape[0] {
      for y in 0..<shape[2] {
        for x in 0..<shape[3] {
          for channel in 0..<shape[1] {
            bytes.append(SampleGrid.byte(values[offset(image, channel, y, x)]))
          }
        }
      }
    }
    return bytes
  }

  /// Where a value of a tensor of images lies.
  func offset(_ image: Int, _ channel: Int, _ y: Int, _ x: Int) -> Int {
    switch layout {
    case .rowMajor: ((image * shape[1] + channel) * shape[2] + y) * shape[3] + x
    case .channelsLast: ((image * shape[2] + y) * shape[3] + x) * shape[1] + channel
    }
  }
}
