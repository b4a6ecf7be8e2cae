import Crypto
import FoundationEssentials
import Mustache

/// A page: one file that needs no network and holds all that it shows.
struct ReportPage {
  /// What surrounds the model in the template.
  private struct Frame {
    let policy: String
    let style: String
    let charts: String
    let script: String
    let data: String
    let version: String
    let page: PageModel
  }

  private let frame: Frame

  init(_ model: PageModel) {
    let (style, charts, script) = (
      ReportAsset.style.text, ReportAsset.charts.text, ReportAsset.script.text
    )
    frame = Frame(
      policy: Self.policy(styles: [style], scripts: [charts, script]), style: style, charts: charts,
      script: script, data: EscapedText.json(model.drawings), version: Host.version, page: model)
  }

  /// The page's bytes.
  func html() throws -> [UInt8] {
    // Templates are read against the names that are known then.
    MustacheContentTypes.register(EscapedText(), named: EscapedText.name)
    return Array(try MustacheTemplate(string: ReportAsset.page.text).render(frame).utf8)
  }

  /// What a browser lets the page do: use what stands in it, and nothing from elsewhere.
  ///
  /// Scripts and styles are named by their hashes, so that not even one that slipped into the page
  /// through a text would be run.
  private static func policy(styles: [String], scripts: [String]) -> String {
    func sources(_ texts: [String]) -> String {
      texts.map { text in
        "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
      }.joined(separator: " ")
    }
    return [
      "default-src 'none'", "script-src \(sources(scripts))", "style-src \(sources(styles))",
      "img-src data:", "base-uri 'none'", "form-action 'none'",
    ].joined(separator: "; ")
  }
}
