internal import ModelSpec

/// Why a data set cannot be trained on, with all that is needed to understand it.
public enum DatasetError: Error, Hashable, Sendable {
  /// There is nothing at the path.
  case missing(path: String)
  /// The file system refused, with its error number.
  case unreadable(path: String, code: Int32)
  /// The path is neither a folder nor a zip.
  case notASource(path: String)
  /// The zip as a whole cannot be read, in the words of the library.
  case brokenArchive(path: String, reason: String)
  /// There is no image in it; `other` is a file in a format that is not read.
  case noImages(path: String, other: String?)
  /// Folders lie in each other deeper than anybody would want.
  case tooDeep(path: String)
  /// A name is not UTF-8; what is wrong in it is replaced here.
  case badName(path: String)
  /// Some images are bad, in the order of their paths; never empty.
  case badImages(path: String, images: [BadImage])
  /// There are fewer images than one step takes.
  case tooFewImages(count: Int, batch: Int, discriminatorSteps: Int)
  /// The pixels fit neither in memory nor, as a cache, on the disk.
  case tooMuchData(count: Int, height: Int, width: Int, channels: Int)
  /// No synthetic source has this name.
  case unknownSynthetic(name: String)
}

/// An image that cannot be used.
public struct BadImage: Hashable, Sendable {
  /// Its path in the folder or zip.
  public let entry: String
  /// What is wrong with it.
  public let problem: ImageProblem

  /// Makes the report of an image.
  public init(entry: String, problem: ImageProblem) {
    self.entry = entry
    self.problem = problem
  }
}

/// What is wrong with one image.
public enum ImageProblem: Error, Hashable, Sendable {
  /// It has no bytes.
  case empty
  /// It has the signature of no image format.
  case notAnImage
  /// It is an image in a format that is not read, such as `WebP`.
  case otherFormat(String)
  /// It ends too early.
  case truncated
  /// A checksum is wrong.
  case wrongChecksum
  /// It breaks its format's rules, in the words of the library.
  case corrupt(String)
  /// It is right, but in a way that is not read, in the words of the library.
  case unsupported(String)
  /// It declares more pixels than are allowed, or than its bytes could hold.
  case tooManyPixels(width: Int, height: Int)
  /// It has, or unpacks to, more bytes than are allowed.
  case tooManyBytes
  /// It is locked by a password.
  case encrypted
  /// It is a pipe, a device or the like.
  case notAFile
  /// The file system refused, with its error number.
  case unreadable(code: Int32)
  /// There was no memory to decode it.
  case outOfMemory
}

extension DatasetError {
  /// What a caller does about an error: each has an exit code of sysexits(3).
  public enum Category: Sendable {
    /// The data, or the spec beside it, is wrong (65).
    case badData
    /// There is no such input, or it may not be read (66).
    case noInput
    /// The system failed (74).
    case inputOutput
  }

  /// What kind of error it is.
  public var category: Category {
    switch self {
    case .missing: .noInput
    case .unreadable(_, let code): Self.category(ofSystemError: code)
    case .badImages(_, let images):
      if case .unreadable(let code)? = images.first?.problem {
        Self.category(ofSystemError: code)
      } else {
        .badData
      }
    default: .badData
    }
  }
}
