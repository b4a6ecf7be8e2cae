import Datasets
import Glibc
import Testing

@Suite struct ShapesSourceTests {
  @Test func contactSheet() throws {
    let target = ImageTarget(height: 32, width: 32, channels: 3)
    let data = try Dataset.open(.synthetic("shapes", count: 400), target: target, cache: nil)
    var pixels = [UInt8](repeating: 0, count: 640 * 640 * 3)
    for i in 0..<400 {
      let im = data.image(i)
      for y in 0..<32 {
        for x in 0..<96 {
          pixels[((i / 20) * 32 + y) * 1920 + (i % 20) * 96 + x] = im[y * 96 + x]
        }
      }
    }
    let png = try PNG.encode(pixels: pixels, width: 640, height: 640, channels: 3)
    let f = fopen("/tmp/sheet.png", "w")
    fwrite(png, 1, png.count, f)
    fclose(f)
  }
}
