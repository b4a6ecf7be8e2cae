/// The ways in which a text fails to be YAML, told apart from libyaml's own words.
enum YAMLMistake: Sendable, Equatable {
  case tab
  case indentation
  case missingColon
  case valueNotAllowed
  case itemNotAllowed
  case unclosed(bracket: String, line: Int)
  /// A bracket or a quote that stays open to the end; it stands at the place.
  case neverClosed(String)
  case missingValue
  case colonInText
  case badEscape
  case cannotStart(Character)
  case controlCharacter
  case blockScalarHeader
  case outOfMemory
  case other(String)

  /// - Parameters:
  ///   - contextLine: the line in which what libyaml was reading began
  ///   - character: what stands at the place, nil at the end
  ///   - before: the part of the line before the place
  init(
    problem: String, context: String, contextLine: Int, character: Unicode.Scalar?, before: String
  ) {
    if character == "\t" || problem.contains("tab character") {
      self = .tab
      return
    }
    switch problem {
    case "did not find expected ',' or ']'": self = .unclosed(bracket: "[", line: contextLine)
    case "did not find expected ',' or '}'": self = .unclosed(bracket: "{", line: contextLine)
    case "found unexpected end of stream", "found unexpected document indicator":
      self = .neverClosed("\"")
    case "found unexpected ':'": self = .missingValue
    case "could not find expected ':'": self = .missingColon
    case "mapping values are not allowed in this context":
      self = before.contains(": ") ? .colonInText : .valueNotAllowed
    case "block sequence entries are not allowed in this context": self = .itemNotAllowed
    case "did not find expected key", "did not find expected '-' indicator",
      "did not find expected <document start>":
      self = .indentation
    case "found character that cannot start any token":
      self = .cannotStart(character.map(Character.init) ?? " ")
    case "found unknown escape character", "did not find expected hexdecimal number",
      "found invalid Unicode character escape code":
      self = .badEscape
    case "did not find expected comment or line break": self = .blockScalarHeader
    default: self = .other(context.isEmpty ? problem : "\(problem) \(context)")
    }
  }
}
