extension YAMLMistake {
  var message: String {
    switch self {
    case .tab: "a tab, where YAML takes only spaces"
    case .indentation: "this line's indentation doesn't fit the lines above it"
    case .missingColon: "a `:` is missing after a key"
    case .valueNotAllowed: "a `:` can't stand here"
    case .itemNotAllowed: "the item of a list can't begin here"
    case .neverClosed(let mark): "this `\(mark)` isn't closed"
    case .unclosed(let bracket, let line):
      "the `\(bracket)` of line \(line) isn't closed, or a comma is missing before this"
    case .missingValue: "after this `:` a space or a value is missing"
    case .colonInText: "a second `:` in one line of a mapping"
    case .badEscape: "this escape means nothing in double quotes"
    case .cannotStart(let character): "a value can't begin with `\(character)`"
    case .controlCharacter: "a control character, which YAML doesn't allow"
    case .blockScalarHeader: "after `|` or `>` the text begins on the next line"
    case .outOfMemory: "memory ran out while reading this"
    case .other(let words): "this isn't YAML: \(words)"
    }
  }

  var help: String? {
    switch self {
    case .tab: "indent with spaces"
    case .indentation: "keys of one mapping, and items of one list, begin in one column"
    case .missingColon: "write `key: value` in a mapping, `- value` in a list"
    case .valueNotAllowed:
      "perhaps the line above lacks its `:`, or is complete and this one is indented too far"
    case .colonInText: "a text with `: ` in it needs quotes"
    case .missingValue: "write `key: value`"
    case .itemNotAllowed: "begin the list on a line of its own, under its key"
    case .unclosed("[", _): "close it with `]`"
    case .unclosed: "close it with `}`"
    case .neverClosed(let mark): "close it with `\(["[": "]", "{": "}"][mark] ?? mark)`"
    case .badEscape: "double the backslash, or use single quotes, where it means itself"
    case .cannotStart: "put the value in quotes"
    case .controlCharacter: "take it out"
    default: nil
    }
  }
}
