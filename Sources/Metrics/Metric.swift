internal import ModelSpec

/// Something that generated images are measured by.
protocol Metric: Sendable {
  /// Its name and options for specs.
  static var declaration: KindDeclaration { get }

  /// Goes up when equal images come to get other values.
  static var version: Int { get }

  /// Whether of two generators the one with the lower value is the better one.
  static var lessIsBetter: Bool { get }

  /// What to mind in ranking by it.
  static var caution: String? { get }

  /// Takes the options that the declaration promises.
  init(_ options: KindInstance)

  /// Why it cannot measure so many images of a size, if it cannot.
  func problem(with images: ImageShape) -> MetricProblem?

  /// The bytes of memory that measuring so many images takes, both sets of them included.
  func bytes(for images: ImageShape) -> Int

  /// How it measures so many generated images, beside its options, given the number of real ones.
  func method(for images: ImageShape, real: Int) -> [String: OptionValue]

  /// The values by their names in the log: the metric's own, and parts of it as `name/part`.
  ///
  /// They mean nothing once the input's crew is dismissed.
  func values(of input: MetricInput) -> [String: Double]
}

/// What metrics look at.
struct MetricInput: Sendable {
  /// What the generator made.
  let generated: ImageSet
  /// Real images of the same size; at most as many.
  let real: ImageSet
  /// The seed of all that is drawn.
  let seed: UInt64
  /// The threads that compute.
  let crew: Crew
}

extension Metric {
  static var caution: String? { nil }
}
