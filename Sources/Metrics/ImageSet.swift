internal import Datasets
internal import Random

/// The size of some images, and their number.
struct ImageShape: Hashable, Sendable {
  var count: Int
  var height: Int
  var width: Int
  var channels: Int

  /// The bytes of two sets of such images.
  var bytesOfTwo: Int { 2 * count * height * width * channels }
}

/// Images of one size as bytes: rows from the top, channels side by side, as image files have them.
public struct ImageSet: Sendable {
  let height: Int
  let width: Int
  let channels: Int
  private(set) var bytes: [UInt8] = []

  /// Makes an empty set of images of a size.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// The number of images.
  public var count: Int { bytes.count / bytesPerImage }

  var bytesPerImage: Int { height * width * channels }

  /// Adds whole images.
  public mutating func append(_ images: [UInt8]) {
    precondition(images.count % bytesPerImage == 0, "not whole images: \(images.count) bytes")
    bytes += images
  }

  /// The bytes of an image.
  func image(_ index: Int) -> ArraySlice<UInt8> {
    bytes[index * bytesPerImage..<(index + 1) * bytesPerImage]
  }

  /// Images of a data set, chosen by a seed; all of them where there are fewer.
  static func real(_ data: Dataset, count: Int, seed: UInt64) -> ImageSet {
    var images = ImageSet(height: data.height, width: data.width, channels: data.channels)
    let order = Stream(seed: seed, name: "evaluation/real").permutation(count: data.count, step: 0)
    for index in order.prefix(count) { images.append(data.image(index)) }
    return images
  }
}
