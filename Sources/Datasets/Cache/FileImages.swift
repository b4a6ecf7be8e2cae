/// The images of a folder or zip, decoded and made into a target.
struct FileImages: ImageProvider {
  private let source: any ImageSource
  private let target: ImageTarget

  init(_ path: String, target: ImageTarget) throws(DatasetError) {
    source = try openImageSource(path)
    self.target = target
    guard count > 0 else { throw .noImages(path: path, other: skipped.example) }
  }

  var count: Int { source.entries.count }
  var path: String { source.path }
  var origin: String { "\(absolutePath(source.path))\n\(target)" }
  var identity: String { source.identity }
  var skipped: SkippedFiles { source.skipped }

  func name(_ index: Int) -> String { source.entries[index] }

  func makeWorker() throws(DatasetError) -> any ImageWorker {
    Worker(reader: try source.makeReader(), target: target)
  }

  private struct Worker: ImageWorker {
    let reader: any EntryReader
    let target: ImageTarget

    func image(_ index: Int) throws(ImageProblem) -> PreparedImage {
      try target.image(of: reader.bytes(of: index))
    }
  }
}
