import CBuild
import Datasets
import ModelSpec

extension Host {
  /// What this program was built with.
  static let toolchain = [
    "compiler": String(cString: build_compiler()),
    "swift_library": "\(_SwiftStdlibVersion.current)",
  ]

  /// The versions of the libraries that this program runs with.
  static let libraries = CodecLibraries.versions.merging([
    "libyaml": YAMLLibrary.version,
    "swift-argument-parser": String(cString: build_argument_parser()),
    "swift-crypto": String(cString: build_swift_crypto()),
  ]) { first, _ in first }
}
