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
}
