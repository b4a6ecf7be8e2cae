/// A kind with the values of all its options, written or by default.
public struct KindInstance: Sendable {
  /// The kind's name.
  public let kind: String
  /// Where it was written.
  public let mark: Mark?
  /// The value of each declared option.
  public let options: [String: OptionValue]
  /// Where each option that was written stands.
  public let optionMarks: [String: Mark]

  /// Makes an instance.
  public init(
    kind: String, mark: Mark?, options: [String: OptionValue], optionMarks: [String: Mark] = [:]
  ) {
    self.kind = kind
    self.mark = mark
    self.options = options
    self.optionMarks = optionMarks
  }

  /// The place to blame for an option: its own, or else the kind's.
  public func mark(of option: String) -> Mark? {
    optionMarks[option] ?? mark
  }

  /// An integer option; what the catalogue declares is always there.
  public func integer(_ name: String) -> Int {
    if case .integer(let value)? = options[name] { value } else { 0 }
  }

  /// A real option.
  public func real(_ name: String) -> Double {
    if case .real(let value)? = options[name] { value } else { 0 }
  }

  /// A boolean option.
  public func boolean(_ name: String) -> Bool {
    if case .boolean(let value)? = options[name] { value } else { false }
  }

  /// An option of integers; a pair is `[height, width]`.
  public func integers(_ name: String) -> [Int] {
    if case .integers(let value)? = options[name] { value } else { [] }
  }

  /// An option of reals.
  public func reals(_ name: String) -> [Double] {
    if case .reals(let value)? = options[name] { value } else { [] }
  }
}
