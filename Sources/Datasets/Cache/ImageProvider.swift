/// Makes the images of a data set, each from its place alone.
protocol ImageProvider: Sendable {
  /// How many images there are.
  var count: Int { get }
  /// What the images come from, for the name of a cache.
  var origin: String { get }
  /// What changes when the images do.
  var identity: String { get }
  /// A maker for one thread.
  func makeWorker() throws(DatasetError) -> any ImageWorker
}

/// Makes images on one thread.
protocol ImageWorker {
  /// An image by its place.
  func image(_ index: Int) throws(ImageProblem) -> PreparedImage
}
