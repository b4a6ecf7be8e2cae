/// The images of `synthetic: shapes` in a target's size and channels.
struct SyntheticImages: ImageProvider, ImageWorker {
  let count: Int
  let source: ShapesSource
  let channels: Int

  var origin: String { "synthetic: shapes" }
  var identity: String { "shapes \(ShapesSource.version)" }

  func makeWorker() -> any ImageWorker { self }

  func image(_ index: Int) -> PreparedImage {
    let image = source.image(index)
    // They are made in the channels that are asked for: no colour is lost.
    return PreparedImage(
      pixels: image.converted(toChannels: channels).pixels, isColored: channels == 3)
  }
}
