import FoundationEssentials
import Glibc

/// A folder for files that nobody needs afterwards; it goes when it goes out of scope.
struct ScratchFolder: ~Copyable {
  let path: String

  init() throws(RunError) {
    let place = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
    var template = Array("\(place.isEmpty ? "/tmp" : place)/gan-run-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .file(.create, path: place.isEmpty ? "/tmp" : place, code: errno)
    }
    path = template.withUnsafeBufferPointer { text in
      String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  deinit {
    // What can't be removed is left to the system, which clears such places.
    try? FileManager.default.removeItem(atPath: path)
  }
}
