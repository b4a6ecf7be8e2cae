/// The images of a folder or zip, decoded and made into a target.
struct FileImages: ImageProvider {
  let source: any ImageSource
  let target: ImageTarget

  var count: Int { source.entries.count }
  var origin: String { source.path }
  var identity: String { source.identity + "background \(target.background)" }

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
