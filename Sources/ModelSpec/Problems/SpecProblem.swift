/// What can be wrong with a spec, with what there is to say about it.
enum SpecProblem: Problem {
  // The file.
  case noSuchFile(String)
  case isDirectory(String)
  case notAFile(String)
  case unreadable(String, reason: String)
  case fileTooLarge(String, limit: Int)
  case notUTF8(isUTF16: Bool)

  // YAML.
  case syntax(YAMLMistake)
  case tooDeep(limit: Int)
  case tooManyNodes(limit: Int)
  case unknownAlias(String, known: [String])
  case selfAlias(String)
  case tag(String)
  case mergeKey
  case secondDocument
  case keyNotScalar
  case duplicateKey(String, firstLine: Int)
  case emptyFile
  case rootNotMapping(Found)

  // Composition.
  case extendsNotPath(Found)
  case extendsCycle([String])
  case extendsTooLong(limit: Int)
  case overrideWithoutValue(String)
  case overrideWithoutPath
  case overrideOfExtends
  case removalWithValue(path: String)
  case overrideIntoScalar(path: String, key: String)
  case overrideNotIndex(path: String, key: String)
  case overrideIndex(path: String, index: Int, count: Int)
  case overrideLayerKind(path: String, written: String, actual: String)
  case overrideUnknownName(String, known: [String])
  case additionExists(path: String)
  case additionNotHere(path: String)
  case nothingToRemove(path: String, key: String, known: [String])

  // Keys.
  case unknownKey(String, in: Section, known: [String])
  case missingKeys([String], in: Section)
  case missingOneOf([String], in: Section)
  case exclusiveKeys(String, String, in: Section)

  // Values.
  case expected(key: String, Expectation, found: Found)
  case expression(ExpressionProblem, for: Expectation)
  case unknownKind(Family, String, known: [String])
  case severalKinds(Family, [String])
  case noKind(Family)
  case optionOfKind(Family, String, kind: String)
  case schemeBesideParameters(String)
  case lineRunsOn(String)
  case noOptions(kind: String)
  case badModelName(String, reserved: Bool)
  case badName(String, isStem: Bool)
  case badPath(isEmpty: Bool)
  case unquotedColour

  // Layers.
  case notALayer(Found)
  case besideLayer(kind: String, keys: [String])
  case emptyNetwork(String)
  case tooManyLayers(limit: Int)
  case repeatVariables([String])
  case loopVariableTaken(String)
  case badRange(String)
  case backwardRange(Int, Int)
  case placeInRepeat
  case placeTaken(Int)
  case noSuchParameter(String, kind: String, known: [String], switchedOffBy: String?)

  // Things that don't go together.
  case countWithoutSynthetic
  case smoothingRangeBackward(Double, Double)
  case smoothingOfSaturating

  // Sweeps and ablations.
  case notVaried(String)
  case noValues(String)
  case setTwice(path: String, by: String)
  case setAround(path: String, other: String, by: String)
  case setByBoth(path: String, variation: String)
  case unequalLists(String, count: Int, first: String, firstCount: Int)
  case tooManyConfigurations(limit: Int)
  case exclusionOfUnset(String, known: [String])
  case exclusionOfNothing
  case exclusionOfAll
  case tooLargeSeed
  case fallingRungs
  case schedulerInUnion
  case unmeasured(metric: String, by: String, measured: [String])
  case badVariantName(String, isBaseline: Bool)
  case variantWithoutChange(String)
  case variantsAlike(String, String)
  case changeWithoutEffect(String, variant: String)
  case variantChangesMore(String, [String])
  case variantMovesLayers(String, Network)

  // Remarks.
  case unusedName(String)
}
