/// Files of images, in the order of their paths by bytes.
protocol ImageSource: Sendable {
  /// The folder or zip.
  var path: String { get }
  /// The paths of the images in it.
  var entries: [String] { get }
  /// A file in it that is an image in a format that is not read, and how many there are.
  var skipped: SkippedFiles { get }
  /// What changes when the images do: paths, sizes, times.
  var identity: String { get }
  /// A reader for one thread.
  func makeReader() throws(DatasetError) -> any EntryReader
}

/// Reads the files of a source, on one thread.
protocol EntryReader {
  /// The bytes of an entry by its place.
  func bytes(of entry: Int) throws(ImageProblem) -> [UInt8]
}

/// Files of image formats that are not read.
struct SkippedFiles: Sendable {
  var count = 0
  var example: String?

  mutating func add(_ entry: String) {
    count += 1
    example = example ?? entry
  }
}

/// Opens a folder or a zip, told apart by what they are.
func openImageSource(_ path: String) throws(DatasetError) -> any ImageSource {
  let status: FileStatus
  do {
    status = try FileStatus(path)
  } catch {
    throw .opening(path, error)
  }
  switch status.kind {
  case .folder: return try ImageFolder(path)
  case .file: return try ImageZip(path, status)
  case .other: throw .notASource(path: path)
  }
}

/// Whether files and folders of a name are left out: hidden ones, and what macOS adds to a zip.
func isHidden(_ name: some StringProtocol) -> Bool {
  name.hasPrefix(".") || name == "__MACOSX"
}
