internal import Random

/// Patches of images as rows of numbers.
///
/// They are normalised: each channel of all of them together has mean 0 and variance 1.
struct PatchDescriptors: Sendable {
  /// Rows and columns of a patch.
  static let side = 7

  /// The number of patches.
  let count: Int
  /// The numbers of each: row by row, channels side by side.
  let length: Int
  /// One patch after the other.
  private(set) var values: [Float]

  private let channels: Int

  static func length(channels: Int) -> Int { side * side * channels }

  /// Takes patches at random places out of a level of the first images.
  ///
  /// The places are those of any other set with this seed, so that equal sets have equal patches.
  init(
    _ images: ImageSet, count: Int, patches: Int, level: Int, seed: UInt64, crew: Crew
  ) {
    channels = images.channels
    length = Self.length(channels: channels)
    self.count = count * patches
    values = [Float](repeating: 0, count: self.count * length)
    let places = Stream(seed: seed, name: "evaluation/swd/patches")
    let length = length
    values.fillParts(of: patches * length, by: crew) { index, part in
      let image = LaplacianPyramid.level(level, of: FloatImage(images, index))
      let row = Self.side * image.channels
      for patch in 0..<patches {
        func place(_ axis: Int, _ size: Int) -> Int {
          let word = places.word(step: UInt32(level), index: 2 * (index * patches + patch) + axis)
          return Int((UInt64(word) * UInt64(size - Self.side + 1)) >> 32)
        }
        let (top, left) = (place(0, image.height), place(1, image.width))
        for y in 0..<Self.side {
          let from = ((top + y) * image.width + left) * image.channels
          let to = patch * length + y * row
          for offset in 0..<row { part[to + offset] = image.values[from + offset] }
        }
      }
    }
    normalize(imageLength: patches * length, crew)
  }

  private mutating func normalize(imageLength: Int, _ crew: Crew) {
    let channels = channels
    let mean = means(imageLength, crew) { value, _ in value }
    let variance = means(imageLength, crew) { value, channel in
      (value - mean[channel]) * (value - mean[channel])
    }
    // What doesn't vary has no scale, and is 0 without one.
    let scale = variance.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    values.fillParts(of: imageLength, by: crew) { _, part in
      var channel = 0
      for index in part.indices {
        let value = Double(part[unchecked: index])
        part[unchecked: index] = Float((value - mean[channel]) * scale[channel])
        channel = channel + 1 == channels ? 0 : channel + 1
      }
    }
  }

  /// The mean over each channel's values of a function; image by image, and those in order.
  private func means(
    _ imageLength: Int, _ crew: Crew, _ function: @Sendable (Double, Int) -> Double
  ) -> [Double] {
    let (channels, values) = (channels, values)
    var sums = [Double](repeating: 0, count: values.count / imageLength * channels)
    sums.fillParts(of: channels, by: crew) { image, sums in
      let span = values.span.extracting(image * imageLength..<(image + 1) * imageLength)
      for channel in 0..<channels {
        var sum = 0.0
        for index in stride(from: channel, to: imageLength, by: channels) {
          sum += function(Double(span[unchecked: index]), channel)
        }
        sums[channel] = sum
      }
    }
    return (0..<channels).map { channel in
      var sum = 0.0
      for index in stride(from: channel, to: sums.count, by: channels) { sum += sums[index] }
      return sum / Double(values.count / channels)
    }
  }
}
