/// Pixels of 8-bit channels, row by row from the top, the channels of a pixel side by side.
struct Bitmap: Sendable, Equatable {
  var width: Int
  var height: Int
  /// 1 is grey, 3 is RGB, 4 is RGB with alpha.
  var channels: Int
  var pixels: [UInt8]
}
