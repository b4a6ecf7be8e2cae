/// What the page's script draws.
struct Drawings: Encodable {
  /// Plots of curves by their names.
  var plots: [String: Curves] = [:]
  /// What configurations set, against what came of it; nil where that is no question.
  var study: StudyDrawing?

  /// Curves over the same steps.
  struct Curves: Encodable {
    let steps: [Int]
    let curves: [Curve]
  }

  /// A line in a plot.
  struct Curve: Encodable {
    let name: String
    let tone: Tone
    var weight = Weight.line
    /// A value a step; nil where there is none.
    let values: [Double?]
  }

  /// What a curve is.
  enum Weight: String, Encodable {
    /// One of a few.
    case line
    /// One seed of a configuration.
    case seed
    /// The mean over the seeds of a configuration.
    case mean
  }
}

/// A colour of the page's palette, which is told apart also by people who see few colours.
struct Tone: Encodable, Hashable {
  /// The colour's number; nil for those that have no colour of their own.
  let index: Int?
  let isDashed: Bool

  /// The colours of the palette; the last one is that of the text.
  static let count = 7

  /// The tone of something's place in an order: beyond twice the palette there is none left.
  init(place: Int) {
    index = place < 2 * Self.count ? place % Self.count : nil
    isDashed = place < 2 * Self.count && place >= Self.count
  }

  private enum CodingKeys: String, CodingKey {
    case index
    case isDashed = "dashed"
  }

  /// The class of what has the tone.
  var name: String { index.map { "tone-\($0)" } ?? "tone-rest" }
}
