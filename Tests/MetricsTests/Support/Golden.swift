import Foundation
import Metrics

/// What `Goldens/make.py` wrote.
struct Golden: Decodable, Sendable, CustomStringConvertible {
  let name: String
  let seed: UInt64
  let generated: Int
  let real: Int
  /// Where the generated and the real images begin.
  let places: [Int]
  let tiles: Int
  let height: Int
  let width: Int
  let channels: Int
  let patches: Int
  let directions: Int
  let scales: Int
  let pairs: Int
  let values: [String: Double]

  var description: String { name }

  /// All of them, with their images.
  static func load() throws -> [(golden: Golden, generated: ImageSet, real: ImageSet)] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Goldens")
    let goldens = try JSONDecoder().decode(
      [Golden].self, from: Data(contentsOf: folder.appending(path: "values.json")))
    let stored = [UInt8](try Data(contentsOf: folder.appending(path: "images.bin")))
    return goldens.map { golden in
      let sets = zip(golden.places, [golden.generated, golden.real]).map { place, count in
        let bytes = golden.height * golden.width * golden.channels
        return golden.tiled(Array(stored[place..<place + count * bytes]))
      }
      return (golden, sets[0], sets[1])
    }
  }

  /// Images laid out as tiles of themselves.
  private func tiled(_ images: [UInt8]) -> ImageSet {
    var set = ImageSet(height: height * tiles, width: width * tiles, channels: channels)
    let row = width * channels
    for start in stride(from: 0, to: images.count, by: height * row) {
      var image: [UInt8] = []
      for y in 0..<height * tiles {
        let from = start + y % height * row
        for _ in 0..<tiles { image += images[from..<from + row] }
      }
      set.append(image)
    }
    return set
  }
}
