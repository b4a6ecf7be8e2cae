import CYAML

/// libyaml's parser over one text: the only place that sees its pointers.
final class YAMLParser {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  /// Makes a parser of UTF-8 without a byte order mark.
  init(utf8: some Collection<UInt8>) throws(YAMLFailure) {
    input = .allocate(capacity: max(utf8.count, 1))
    _ = input.update(fromContentsOf: utf8)
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      input.deallocate()
      throw YAMLFailure(reason: .outOfMemory, position: .init(line: 0, column: 0))
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, utf8.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  /// The next event.
  func next() throws(YAMLFailure) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return YAMLEvent(
      kind: Self.kind(of: event), start: Self.position(event.start_mark),
      end: Self.position(event.end_mark))
  }

  private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    let data = event.data
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias(text(data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let value = UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length)
      let style: YAMLEvent.ScalarStyle =
        switch data.scalar.style {
        case YAML_PLAIN_SCALAR_STYLE: .plain
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .quoted
        }
      return .scalar(
        text: String(decoding: value, as: UTF8.self), style: style,
        .init(anchor: text(data.scalar.anchor), tag: text(data.scalar.tag)))
    case YAML_SEQUENCE_START_EVENT:
      return .sequenceStart(
        .init(anchor: text(data.sequence_start.anchor), tag: text(data.sequence_start.tag)))
    case YAML_MAPPING_START_EVENT:
      return .mappingStart(
        .init(anchor: text(data.mapping_start.anchor), tag: text(data.mapping_start.tag)))
    default: return .streamEnd
    }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(decodingCString: $0, as: UTF8.self) }
  }

  private static func position(_ mark: yaml_mark_t) -> YAMLEvent.Position {
    .init(line: Int(mark.line), column: Int(mark.column))
  }

  private func failure() -> YAMLFailure {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? ""
    let context = parser.pointee.context.map { String(cString: $0) } ?? ""
    switch parser.pointee.error {
    case YAML_MEMORY_ERROR:
      return YAMLFailure(reason: .outOfMemory, position: .init(line: 0, column: 0))
    case YAML_READER_ERROR:
      return YAMLFailure(
        reason: .controlCharacter, position: position(ofByte: Int(parser.pointee.problem_offset)))
    default:
      let position = Self.position(parser.pointee.problem_mark)
      let start = Self.position(parser.pointee.context_mark)
      let text = SourceText(String(decoding: input, as: UTF8.self))
      let (before, character) = text.around(position)
      let mistake = YAMLMistake(
        problem: problem, context: context, contextLine: start.line + 1, character: character,
        before: before)
      return opening(of: mistake, start, text, isAtEnd: text.isEnd(position))
        ?? YAMLFailure(reason: mistake, position: position)
    }
  }

  /// What stays open to the end of the text is shown where it opens.
  private func opening(
    of mistake: YAMLMistake, _ start: YAMLEvent.Position, _ text: SourceText, isAtEnd: Bool
  ) -> YAMLFailure? {
    switch mistake {
    case .neverClosed:
      let quote = text.around(start).character.map { String($0) } ?? "\""
      return YAMLFailure(reason: .neverClosed(quote), position: start)
    case .unclosed(let bracket, _) where isAtEnd:
      return YAMLFailure(reason: .neverClosed(bracket), position: start)
    default:
      return nil
    }
  }

  /// The place of a byte, for the errors of libyaml's reader, which know no line.
  private func position(ofByte offset: Int) -> YAMLEvent.Position {
    SourceText(String(decoding: input.prefix(offset), as: UTF8.self)).end
  }
}

extension YAMLParser {
  /// The version of libyaml that this process runs with.
  static var libraryVersion: String {
    yaml_get_version_string().map { String(cString: $0) } ?? "unknown"
  }
}
