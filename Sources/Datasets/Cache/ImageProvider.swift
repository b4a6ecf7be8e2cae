/// Makes the images of a data set, each from its place alone.
protocol ImageProvider: Sendable {
  /// How many images there are.
  var count: Int { get }
  /// What they come from, for messages.
  var path: String { get }
  /// What they come from and are made into, for the name of a cache.
  var origin: String { get }
  /// What changes when the images do.
  var identity: String { get }
  /// What was found beside them and left out.
  var skipped: SkippedFiles { get }
  /// What an image is called in messages.
  func name(_ index: Int) -> String
  /// A maker for one thread.
  func makeWorker() throws(DatasetError) -> any ImageWorker
}

/// Makes images on one thread.
protocol ImageWorker {
  /// An image by its place.
  func image(_ index: Int) throws(ImageProblem) -> PreparedImage
}
