import CReport

/// A text that is part of the program: what every page is made of.
enum ReportAsset {
  case page, style, script, charts

  /// The text.
  var text: String {
    let file =
      switch self {
      case .page: creport_page()
      case .style: creport_style()
      case .script: creport_script()
      case .charts: creport_charts()
      }
    return String(
      decoding: UnsafeBufferPointer(start: file.start, count: file.count), as: UTF8.self)
  }
}
