import Engine
import Runner
import Testing

@Suite struct SampleGridTests {
  @Test func laysImagesOutRowByRow() {
    let images = Tensor(shape: [3, 1, 1, 2], values: [-1, 1, 0, 0.5, -2, .nan])
    let picture = SampleGrid.picture(images)
    #expect([picture.width, picture.height, picture.channels] == [6, 4, 1])
    let white = [UInt8](repeating: 255, count: 6)
    #expect(
      picture.bytes
        == [0, 255, 255, 255, 128, 191] + white + white + [0, 0, 255, 255, 255, 255])
  }

  @Test func channelsOfAPixelLieTogether() {
    let rowMajor = Tensor(shape: [1, 3, 1, 2], values: [-1, 1, 0, 1, 1, -1])
    let channelsLast = Tensor(
      shape: [1, 3, 1, 2], layout: .channelsLast, values: [-1, 0, 1, 1, 1, -1])
    let picture = SampleGrid.picture(rowMajor)
    #expect(picture.bytes == [0, 128, 255, 255, 255, 0])
    #expect(SampleGrid.picture(channelsLast) == picture)
  }

  @Test(arguments: [(1, 1, 1), (2, 2, 1), (4, 2, 2), (5, 3, 2), (64, 8, 8), (60, 8, 8)])
  func isNearlySquare(count: Int, columns: Int, rows: Int) {
    let picture = SampleGrid.picture(
      Tensor(shape: [count, 1, 4, 3], values: Array(repeating: 0, count: count * 12)))
    #expect(picture.width == columns * 5 - 2)
    #expect(picture.height == rows * 6 - 2)
  }

  /// 993 images of 64 pixels and the gaps between them are 65,536 pixels, one too many.
  @Test(
    arguments: [
      (992, 1, true), (993, 1, false), (9000, 1, false), (9000, 100, true),
      (9000, 1_000_000, false), (3, Int.max, true), (Int.max, 1, false), (20_000, nil, false),
      (64, nil, true),
    ] as [(Int, Int?, Bool)])
  func pictureIsBounded(count: Int, columns: Int?, fits: Bool) {
    #expect(SampleGrid.layout(count: count, height: 64, width: 64, columns: columns).fits == fits)
  }

  @Test func moreColumnsThanImagesAreLeftOut() {
    let images = Tensor(shape: [2, 1, 1, 1], values: [1, 1])
    #expect(SampleGrid.picture(images, columns: .max).width == 4)
  }
}
