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
