public import Engine

extension SampleGrid {
  /// The bytes of a PNG file of a grid.
  public static func png(_ images: Tensor, columns: Int? = nil) throws -> [UInt8] {
    picture(images, columns: columns).bytes
  }
}
