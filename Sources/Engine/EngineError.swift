/// What a caller of the engine can get wrong.
public enum EngineError: Error, Equatable {
  /// The plan has no tensor of the name.
  case noSuchTensor(String)
  /// A tensor has another shape than the plan's.
  case shapeMismatch(name: String, expected: [Int], found: [Int])
}
