/// The images of a synthetic source in a target's size and channels.
struct SyntheticImages: ImageProvider, ImageWorker {
  let count: Int
  private let source: any SyntheticSource
  private let target: ImageTarget

  init(_ name: String, count: Int, target: ImageTarget) throws(DatasetError) {
    guard let kind = syntheticSources.first(where: { $0.name == name }) else {
      throw .unknownSynthetic(name: name)
    }
    source = kind.init(height: target.height, width: target.width)
    self.count = count
    self.target = target
  }

  var path: String { "synthetic: \(type(of: source).name)" }
  var origin: String { "\(path)\n\(target)" }
  var identity: String { "version \(type(of: source).version)" }
  var skipped: SkippedFiles { SkippedFiles() }

  func name(_ index: Int) -> String { "image \(index)" }

  func makeWorker() -> any ImageWorker { self }

  func image(_ index: Int) -> PreparedImage {
    // They are made in the channels that are asked for: no colour is lost.
    PreparedImage(
      pixels: source.image(index).converted(toChannels: target.channels).pixels,
      isColored: target.channels == 3)
  }
}
