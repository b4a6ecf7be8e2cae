/// The library that reads YAML.
package enum YAMLLibrary {
  /// The version that this process runs with.
  package static var version: String { YAMLParser.libraryVersion }
}
