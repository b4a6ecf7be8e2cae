/// The libraries that images and zips are read by.
package enum CodecLibraries {
  /// The versions that this process runs with, by the library's name.
  package static var versions: [String: String] {
    [
      "libspng": PNG.libraryVersion, "libturbojpeg": JPEG.libraryFile,
      "libzip": ZipArchive.libraryVersion,
    ]
  }
}
