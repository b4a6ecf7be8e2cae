/// What is in an image file.
struct DecodedImage {
  var bitmap: Bitmap
  var orientation: Orientation

  /// Decodes a file in whichever format it is.
  init(_ bytes: [UInt8]) throws(ImageProblem) {
    guard !bytes.isEmpty else { throw .empty }
    switch ImageFormat(of: bytes) {
    case .png: self = try PNG.decode(bytes)
    case .jpeg: self = try JPEG.decode(bytes)
    case .other(let name): throw .otherFormat(name)
    case nil: throw .notAnImage
    }
  }

  init(bitmap: Bitmap, orientation: Orientation) {
    self.bitmap = bitmap
    self.orientation = orientation
  }
}
