/// A step of reading YAML, as libyaml tells it.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd, sequenceEnd, mappingEnd
    case alias(String)
    case scalar(text: String, style: ScalarStyle, Properties)
    case sequenceStart(Properties)
    case mappingStart(Properties)
  }

  enum ScalarStyle {
    case plain, quoted, block
  }

  /// What may stand before a node.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  /// A place, counted from zero.
  struct Position {
    var line: Int
    var column: Int
  }

  var kind: Kind
  var start: Position
  var end: Position
}

/// What libyaml could not read.
struct YAMLFailure: Error {
  var reason: YAMLMistake
  var position: YAMLEvent.Position
}
