/// What training goes on with, though it may not be what was meant.
public enum DatasetWarning: Hashable, Sendable {
  /// Images have colour and `model.nc` is 1.
  case colorDropped(images: Int, of: Int)
  /// No image has colour and `model.nc` is 3.
  case greyTripled(images: Int)
  /// Files are images in formats that are not read.
  case filesSkipped(count: Int, example: String)
}
