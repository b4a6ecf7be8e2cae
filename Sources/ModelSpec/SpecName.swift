/// What specs may be called.
package enum SpecName {
  /// Whether a text can name a spec, and so the folder of its runs, which it never leads out of.
  package static func isOne(_ text: String) -> Bool {
    let isShort = (1...64).contains(text.unicodeScalars.count)
    return isShort && text != "." && text != ".."
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "A"..."Z", "a"..."z", "0"..."9", ".", "_", "-": true
        default: false
        }
      }
  }
}
