import Datasets
public import Engine

extension SampleGrid {
  /// The bytes of a PNG file of a grid.
  public static func png(_ images: Tensor, columns: Int? = nil) throws -> [UInt8] {
    let picture = picture(images, columns: columns)
    return try PNG.encode(
      pixels: picture.bytes, width: picture.width, height: picture.height,
      channels: picture.channels)
  }
}

extension SampleGrid {
  /// Writes each image as a PNG file into a folder, named by its number; gives their paths.
  ///
  /// `first` is the number of the first of them.
  public static func writeEach(
    _ images: Tensor, to folder: String, first: Int = 0
  ) throws -> [String] {
    try Folder.make(folder)
    let each = images.values.count / max(images.shape[0], 1)
    return try (0..<images.shape[0]).map { index in
      let image = Tensor(
        shape: [1] + images.shape[1...], layout: images.layout,
        values: Array(images.values[index * each..<(index + 1) * each]))
      let path = "\(folder)/\(RunFolder.digits(first + index)).png"
      try WholeFile.write(png(image), to: path)
      return path
    }
  }
}
