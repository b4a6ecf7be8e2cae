/// Images that need no file: each a function of its index and the size alone.
protocol SyntheticSource: Sendable {
  /// What specs call it.
  static var name: String { get }
  /// Goes up when any pixel changes.
  static var version: Int { get }

  init(height: Int, width: Int)

  /// The pixels of an image in RGB.
  func image(_ index: Int) -> Bitmap
}

/// All that `data.synthetic` may name.
let syntheticSources: [any SyntheticSource.Type] = [ShapesSource.self]
