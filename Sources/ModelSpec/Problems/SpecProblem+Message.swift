extension SpecProblem {
  /// What is wrong, in one line.
  var message: String {
    switch self {
    case .noSuchFile(let path): "no such file: `\(path)`"
    case .isDirectory(let path): "`\(path)` is a folder, not a spec"
    case .notAFile(let path): "`\(path)` is a pipe or a device, not a file"
    case .unreadable(let path, let reason): "can't read `\(path)`: \(reason)"
    case .fileTooLarge(let path, let limit):
      "`\(path)` is larger than \(limit >> 20) MiB, which no spec is"
    case .notUTF8(let isUTF16):
      isUTF16 ? "this is UTF-16; a spec is UTF-8 text" : "these bytes aren't UTF-8 text"

    case .syntax(let mistake): mistake.message
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    case .tooManyNodes(let limit):
      "more than \(limit) values, each alias counted as all that it stands for"
    case .unknownAlias(let name, _): "no anchor `&\(name)` stands before the alias `*\(name)`"
    case .selfAlias(let name): "`*\(name)` stands inside the very thing that `&\(name)` names"
    case .tag(let tag): "the tag `\(Wording.short(tag: tag))` isn't understood"
    case .mergeKey: "the merge key `<<` isn't understood"
    case .secondDocument: "a second document begins here; a file holds one spec"
    case .keyNotScalar: "a key must be a single word"
    case .duplicateKey(let key, let line): "`\(key)` is given twice, first in line \(line)"
    case .emptyFile: "the file says nothing"
    case .rootNotMapping(let found): "a spec is a mapping of keys to values, not \(found.words)"

    case .extendsNotPath(let found):
      "`extends` must be a file or a list of files, not \(found.words)"
    case .extendsCycle(let chain):
      "`extends` goes round in a circle: \(chain.joined(separator: " -> "))"
    case .extendsTooLong(let limit): "more than \(limit) files extend one another"
    case .overrideWithoutValue(let path): "`\(path)` gives no value"
    case .overrideWithoutPath: "an override begins with the path of a key"
    case .overrideOfExtends: "`extends` can't be overridden"
    case .removalWithValue(let path): "`~\(path)` takes `\(path)` out, so it has no value"
    case .overrideIntoScalar(let path, let key):
      "`\(path)` is a single value, it holds no `\(key)`"
    case .overrideNotIndex(let path, let key):
      "`\(path)` is a list, so `\(key)` must be the number of an item"
    case .overrideIndex(let path, let index, _): "`\(path)` has no item \(index)"
    case .overrideLayerKind(let path, let written, let actual):
      "`\(path)` is a `\(actual)`, not a `\(written)`"
    case .overrideUnknownName(let name, _): "no name `\(name)` under model"
    case .additionExists(let path): "`\(path)` is there already"
    case .additionNotHere(let path):
      "`+` adds a name under model or an item to a list; `\(path)` is neither"
    case .nothingToRemove(let path, _, _): "there is no `\(path)` to take out"

    case .unknownKey(let key, .kind(let kind), _): "`\(kind)` has no option `\(key)`"
    case .unknownKey(let key, .layerItem, _): "unknown key `\(key)` beside a layer"
    case .unknownKey(let key, let section, _): "unknown key `\(key)`\(section.inside)"
    case .missingKeys(let keys, let section):
      "\(section.subject) needs \(Wording.list(keys, "and"))"
    case .missingOneOf(let keys, let section):
      "\(section.subject) needs \(Wording.list(keys, "or"))"
    case .exclusiveKeys(let first, let second, let section):
      "`\(first)` and `\(second)` exclude each other\(section.inside)"

    case .expected(let key, let expectation, let found):
      "`\(key)` must be \(expectation.words(for: found)), not \(found.words)"
    case .expression(let problem, let expectation):
      "expected \(expectation.short) (or an expression): \(problem.message)"
    case .unknownKind(let family, let name, _): "unknown \(family.words) `\(name)`"
    case .severalKinds(.layer, let names):
      "\(Wording.list(names, "and")) can't share one item of the list"
    case .severalKinds(_, let names): "\(Wording.list(names, "and")) exclude each other"
    case .noKind(let family): "this names no \(family.words)"
    case .optionOfKind(let family, let option, let kind):
      "`\(option)` isn't \(family.article) \(family.words), but an option of `\(kind)`"
    case .schemeBesideParameters(let scheme):
      "`\(scheme)` stands beside parameters, so it must say whose it is"
    case .lineRunsOn(let text): "this goes on in the next line, as `\(Wording.clipped(text))`"
    case .noOptions(let kind): "`\(kind)` takes no options"
    case .badModelName(let name, let isReserved):
      isReserved
        ? "`\(name)` can't be a name, since expressions have a use for the word"
        : "`\(name)` can't be a name in expressions"
    case .badName(let name, let isStem):
      isStem ? "the file's name, `\(name)`, can't name its runs" : "`\(name)` can't name runs"
    case .badPath(let isEmpty):
      isEmpty ? "`path` is empty" : "`path` has a NUL character, which no path has"
    case .unquotedColour: "`background` has no value: `#` begins a comment"

    case .notALayer(let found): "an item of a network must be a layer, not \(found.words)"
    case .besideLayer(let kind, let keys):
      "\(Wording.list(keys, "and")) \(keys.count == 1 ? "stands" : "stand") beside `\(kind)`, not in it"
    case .emptyNetwork(let network): "`\(network)` has no layers"
    case .tooManyLayers(let limit): "more than \(limit) layers in a network"
    case .repeatVariables(let names):
      names.isEmpty
        ? "`repeat` needs a loop variable"
        : "`repeat` takes one loop variable, not \(Wording.list(names, "and"))"
    case .loopVariableTaken(let name): "the loop variable `\(name)` is a name already"
    case .badRange(let text): "`\(text)` isn't a range"
    case .backwardRange(let first, let last):
      "the range goes down, from \(first) to \(last); a range goes up"
    case .placeInRepeat: "`at` can't stand in a `repeat`, whose layers have many places"
    case .placeTaken(let place): "a layer before this one is at place \(place) already"
    case .noSuchParameter(let name, let kind, _, let option):
      if let option {
        "this `\(kind)` has no parameter `\(name)`, since `\(option)` is false"
      } else {
        "`\(kind)` has no parameter `\(name)`"
      }

    case .countWithoutSynthetic: "`count` is for `synthetic` images only"
    case .smoothingRangeBackward(let first, let last):
      "the range goes down, from \(first) to \(last)"
    case .smoothingOfSaturating:
      "the saturating loss has no target for G, so there is nothing to smooth"
    case .unusedName(let name): "nothing uses `\(name)`"

    case .notVaried(let key): "a configuration can't set `\(key)`"
    case .noValues(let key): "`\(key)` has no values"
    case .setTwice(let path, let part): "`\(path)` is set by `\(part)` already"
    case .setAround(let path, let other, let part):
      "`\(path)` and `\(other)`, which `\(part)` sets, undo each other"
    case .setByBoth(let path, let variation):
      "`\(path)` is set by the \(variation), in each configuration anew"
    case .unequalLists(let key, let count, let first, let firstCount):
      "`\(key)` has \(Wording.count(count, "value")), but `\(first)` has \(firstCount)"
    case .tooManyConfigurations(let limit): "more than \(limit) configurations"
    case .exclusionOfUnset(let path, _): "nothing here sets `\(path)`"
    case .exclusionOfNothing: "this excludes no configuration"
    case .exclusionOfAll: "this leaves no configuration"
    case .tooLargeSeed: "the seeds go beyond 2^63-1"
    case .fallingRungs: "the rungs must rise"
    case .schedulerInUnion: "`scheduler` can't stand in one part of a sweep"
    case .unmeasured(let metric, let name, let measured):
      "trials are ranked by `\(metric)`, which '\(name)' doesn't measure"
        + (measured.isEmpty ? "" : "; it measures \(measured.joined(separator: ", "))")
    case .badVariantName(let name, let isBaseline):
      isBaseline
        ? "`\(name)` is what the spec itself is called" : "`\(name)` can't name a variant"
    case .variantWithoutChange(let name): "`\(name)` trains as the baseline does"
    case .variantsAlike(let name, let other): "`\(name)` trains as `\(other)` does"
    case .changeWithoutEffect(let path, let variant): "`\(path)` changes nothing in `\(variant)`"
    case .variantChangesMore(let name, let paths):
      "`\(name)` also changes \(Wording.list(paths, "and"))"
    case .variantMovesLayers(let name, let network):
      "`\(name)` moves layers of the \(network.rawValue) to other places, "
        + "where they draw other random numbers"
    }
  }

  /// What would be right, where that can be said.
  var help: String? {
    switch self {
    case .isDirectory: "name a YAML file in it"
    case .notUTF8: "save the file as UTF-8"
    case .syntax(let mistake): mistake.help
    case .unknownAlias(let name, let known): Wording.help(name, among: known)
    case .tag: "leave it out: each field knows its type"
    case .mergeKey: "write the keys out, or put what is shared into a file and `extends` it"
    case .secondDocument: "put it into a file of its own; to share parts, `extends`"
    case .emptyFile: "a spec begins with `schema: 1`; docs/spec.md has the rest"
    case .duplicateKey: "take one of them out"
    case .overrideWithoutValue(let path): "write `\(path)=value`"
    case .overrideWithoutPath: "write `train.batch=64`, say"
    case .overrideOfExtends: "write it in a spec"
    case .removalWithValue(let path): "write `~\(path)` to take it out, `\(path)=value` to set it"
    case .overrideNotIndex(let path, _): "items count from 0: `\(path).0`"
    case .overrideIndex(_, _, let count):
      count == 0 ? "the list is empty" : "its items are 0 to \(count - 1)"
    case .overrideUnknownName(let name, let known):
      Wording.help(name, among: known, orElse: "to add it: `+model.\(name)=value`")
    case .additionExists: "without the `+` it is changed"
    case .additionNotHere: "without the `+` it is set"
    case .nothingToRemove(_, let key, let known): Wording.help(key, among: known)
    case .unknownKey(let key, _, let known): Wording.help(key, among: known)
    case .missingKeys(let keys, .root):
      keys.compactMap { Wording.examples[$0] }.joined(separator: "; ")
    case .missingKeys(_, .key("model")): "model: {nz: 100, nc: 3}"
    case .missingKeys(_, .key("evaluate")): "evaluate: {metrics: [swd, ms_ssim]}"
    case .missingKeys(_, .repetition): "repeat: {i: 1..3, layers: [relu]}"
    case .missingOneOf(_, .key("stop_when")):
      "stop_when: {discriminator_wins: {error: 0.01, steps: 500}}"
    case .missingOneOf: "give one of them"
    case .exclusiveKeys, .severalKinds(.optimizer, _), .severalKinds(.loss, _),
      .severalKinds(.initializer, _), .severalKinds(.syntheticSource, _),
      .severalKinds(.distribution, _), .severalKinds(.scheduler, _):
      "take all but one out"
    case .expected(_, let expectation, let found): expectation.help(found)
    case .expression(.unknownName(let name, let known), let expectation):
      ExpressionProblem.unknownName(name, known: known + expectation.constants).help
    case .expression(let problem, _): problem.help
    case .unknownKind(let family, let name, let known):
      Wording.help(name, among: known + (family == .initializer ? ["a number"] : []))
    case .severalKinds(.layer, _): "begin each layer with a `-` of its own"
    case .severalKinds(.metric, _): "make each an item of the list"
    case .badModelName(_, let isReserved):
      isReserved
        ? "call it something else" : "use letters, digits and `_`, and no digit at the beginning"
    case .badName(_, let isStem):
      "\(isStem ? "give it a `name:` of" : "use") letters, digits, `.`, `_` and `-`, 64 at most"
    case .unquotedColour: "put the colour in quotes: background: \"#ffffff\""
    case .besideLayer(let kind, let keys):
      "indent further, or write: - \(kind): {\(keys.map { "\($0): …" }.joined(separator: ", "))}"
    case .repeatVariables: "repeat: {i: 1..3, layers: [relu]}"
    case .loopVariableTaken: "call it something else"
    case .badRange: "write first..last, both included: 1..3"
    case .noSuchParameter(_, _, let known, nil):
      known.isEmpty ? "it has no parameters" : "it has \(Wording.list(known, "and"))"
    case .noSuchParameter(let name, _, _, let option?):
      "take `\(name)` out, or set `\(option): true`"
    case .optionOfKind(_, let option, let kind): "write \(kind): {\(option): …}"
    case .schemeBesideParameters(let scheme): "write `weight: {\(scheme): …}`"
    case .lineRunsOn: "begin the next line's `-` in the column of this one's"
    case .countWithoutSynthetic: "a folder or a zip has as many images as are in it"
    case .smoothingRangeBackward: "write the lower end first"
    case .smoothingOfSaturating: "use `generator: non_saturating`, or take this out"
    case .unusedName: "take it out of model, or is another name misspelt?"

    case .notVaried(let key):
      SpecDecoder.variations.contains(key) ? nil : "write it in a spec of its own"
    case .noValues: "give at least one"
    case .setTwice, .setAround, .variantsAlike: "take one of them out"
    case .setByBoth(_, let variation): "take the override out, or the key out of the \(variation)"
    case .unequalLists: "`zip` pairs lists of one length; `grid` has each value with each"
    case .exclusionOfUnset(let path, let known): Wording.help(path, among: known)
    case .exclusionOfNothing: "take it out, or is one of its values misspelt?"
    case .schedulerInUnion: "it is for a sweep that is one mapping"
    case .unmeasured(let metric, _, let measured):
      "`evaluate: {metrics: [\((measured + [metric]).joined(separator: ", "))]}` would"
    case .badVariantName(_, let isBaseline):
      isBaseline ? "call it something else" : "use letters, digits, `.`, `_` and `-`, 64 at most"
    case .changeWithoutEffect: "take it out"
    case .variantChangesMore: "name them too, or set what is meant at a longer path"
    case .variantMovesLayers:
      "switch layers off by `when`, which keeps the others' places, or compare by a `sweep`"
    default: nil
    }
  }
}
