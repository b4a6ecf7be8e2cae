import Datasets
import Testing

@Suite struct ShapesSourceTests {
  /// The same bits everywhere and for ever: the digest of every run on shapes hangs on them.
  @Test(arguments: [
    (target(32, 32), "6f2b74c082ce23b85db5c18787aa8924b485fe8eb05222d1daf44aaf185c0dca"),
    (
      target(64, 64, channels: 1),
      "a778b19dc513db7e8adcca3b0c7f0d48a74cd71d21dbe38a350d05b0977e7452"
    ), (target(5, 9), "0d77898630d91c73aa43ff5210b0abf26e87fc619625a8aeb1ae7e929176bd56"),
  ])
  func pixelsAreFixed(_ wanted: ImageTarget, _ digest: String) throws {
    let data = try open(64, wanted)
    #expect(data.digest == digest)
    #expect(data.warnings.isEmpty)
  }

  @Test func imagesDependOnTheirIndexAlone() throws {
    let few = try open(10, target(16, 16))
    let many = try open(40, target(16, 16))
    #expect((0..<10).allSatisfy { few.image($0) == many.image($0) })
    #expect(Set((0..<40).map { many.image($0) }).count == 40)
  }

  @Test(arguments: [(4, 4), (4, 1024), (1024, 4), (17, 31)])
  func eachShapeShowsOnItsGround(_ height: Int, _ width: Int) throws {
    let data = try open(50, target(height, width))
    for index in 0..<50 {
      let image = data.image(index)
      let corner = Array(image[..<3])
      let ground = stride(from: 0, to: image.count, by: 3).count {
        Array(image[$0..<($0 + 3)]) == corner
      }
      let part = Double(ground) / Double(height * width)
      #expect(part < 0.9 || max(height, width) > 100, "image \(index) is nearly empty")
      #expect(part > 0.05, "image \(index) is nearly full")
      #expect(part < 1)
      #expect(corner.allSatisfy { $0 > 200 })
    }
  }

  @Test func unknownNameIsRefused() {
    #expect(throws: DatasetError.unknownSynthetic(name: "blobs")) {
      try Dataset.open(.synthetic("blobs", count: 1), target: target(4, 4), cache: nil)
    }
  }

  @Test(arguments: [Int.max, 1 << 50])
  func moreThanMemoryIsRefused(_ count: Int) {
    let error = DatasetError.tooMuchData(count: count, height: 64, width: 64, channels: 3)
    #expect(throws: error) { try open(count, target(64, 64)) }
  }

  private func open(_ count: Int, _ target: ImageTarget) throws -> Dataset {
    try Dataset.open(.synthetic("shapes", count: count), target: target, cache: nil)
  }
}
