internal import Glibc
public import ModelSpec

extension DatasetError: Problem {
  /// What is wrong, in one line.
  public var message: String {
    switch self {
    case .missing(let path):
      "there is nothing at \(path)"
    case .unreadable(let path, let code):
      "cannot read \(path): \(text(ofSystemError: code))"
    case .notASource(let path):
      "\(path) is neither a folder nor a zip"
    case .brokenArchive(let path, let reason):
      "\(path) is a broken zip: \(reason)"
    case .noImages(let path, nil):
      "\(path) holds no images"
    case .noImages(let path, let other?):
      "\(path) holds no images that can be read; \(other) is in another format"
    case .tooDeep(let path):
      "\(path) is more than \(Limits.depth) folders deep"
    case .badName(let path):
      "the name of \(path) is not UTF-8"
    case .badImages(let path, let images):
      Self.message(path, images)
    case .tooFewImages(let count, let batch, 1):
      "a batch is \(batch) images and the data has \(count)"
    case .tooFewImages(let count, let batch, let steps):
      "a step takes \(steps) batches of \(batch) images and the data has \(count)"
    case .tooMuchData(let count, let height, let width, let channels):
      "\(count) images of \(height)x\(width)x\(channels) bytes are too many for memory and cache"
    case .unknownSynthetic(let name):
      "there is no synthetic data named \(name)"
    }
  }

  /// What would be right, where that can be said.
  public var help: String? {
    switch self {
    case .missing(let path) where path.hasSuffix("noto-emoji-64.zip"):
      "./setup makes it"
    case .noImages:
      "PNG and JPEG are read: .png, .jpg, .jpeg"
    case .tooFewImages(let count, _, let steps) where count >= steps:
      "set train.batch=\(count / steps) or less, or give more images"
    case .tooFewImages:
      "give more images"
    case .badName:
      "give it another name"
    case .tooMuchData:
      "a smaller data.size or fewer images, or room in the cache folder"
    case .unknownSynthetic:
      "known: \(syntheticSources.map { $0.name }.joined(separator: ", "))"
    default:
      nil
    }
  }

  /// The most images that a message names.
  private static let mostNames = 20

  private static func message(_ path: String, _ images: [BadImage]) -> String {
    guard let first = images.first else { return "\(path) has bad images" }
    let others =
      switch images.count {
      case 1: ""
      case 2: "; \(images[1].entry) is bad too"
      case ...mostNames:
        "; \(images[1..<images.count - 1].map(\.entry).joined(separator: ", ")) "
          + "and \(images[images.count - 1].entry) are bad too"
      default:
        "; \(images[1..<mostNames].map(\.entry).joined(separator: ", ")) "
          + "and \(images.count - mostNames) more are bad too"
      }
    return "\(path): \(first.entry) \(first.problem.message)\(others)"
  }
}

extension ImageProblem {
  /// What is wrong, to follow the image's name.
  var message: String {
    switch self {
    case .empty: "is empty"
    case .notAnImage: "is not an image"
    case .otherFormat(let name): "is \(name) inside; PNG and JPEG are read"
    case .truncated: "is cut off"
    case .wrongChecksum: "is damaged: a checksum is wrong"
    case .corrupt(let reason): "is damaged: \(reason)"
    case .unsupported(let reason): "cannot be read: \(reason)"
    case .tooManyPixels(let width, let height):
      "declares \(width)x\(height) pixels, more than are allowed or its bytes can hold"
    case .tooManyBytes: "has too many bytes"
    case .encrypted: "is encrypted"
    case .notAFile: "is not a file"
    case .unreadable(let code): "cannot be read: \(text(ofSystemError: code))"
    case .outOfMemory: "needs more memory than there is"
    }
  }
}

extension DatasetWarning: Problem {
  /// What was noticed, in one line.
  public var message: String {
    switch self {
    case .colorDropped(let images, let count):
      "\(images) of \(count) images have colour, which model.nc: 1 drops"
    case .greyTripled(let images):
      "all \(images) images are grey: model.nc: 3 trains on three equal channels"
    case .filesSkipped(1, let example):
      "\(example) is in a format that is not read, and left out"
    case .filesSkipped(let count, let example):
      "\(count) files are in formats that are not read, and left out, such as \(example)"
    }
  }

  /// What would be right, where that can be said.
  public var help: String? {
    switch self {
    case .colorDropped: "model.nc: 3 keeps it"
    case .greyTripled: "model.nc: 1 does with one"
    case .filesSkipped: "PNG and JPEG are read: .png, .jpg, .jpeg"
    }
  }
}

private func text(ofSystemError code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
