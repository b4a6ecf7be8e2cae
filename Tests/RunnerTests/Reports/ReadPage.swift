import Foundation
import FoundationXML
import Testing

/// A page as a parser of XML reads it, which takes no tag that isn't closed.
final class ReadPage: NSObject, XMLParserDelegate {
  /// Each element with the names of its attributes, in order.
  private(set) var structure: [String] = []
  /// The values of attributes by their names.
  private(set) var attributes: [String: [String]] = [:]
  /// The text between tags.
  private(set) var text = ""
  /// The style sheet.
  let style: String
  /// What the script draws.
  let drawings: ReadDrawings

  init(_ bytes: [UInt8]) throws {
    var html = String(decoding: bytes, as: UTF8.self)
    func takeOut(_ opening: String, _ closing: String) throws -> String {
      let start = try #require(html.range(of: opening))
      let end = try #require(html.range(of: closing, range: start.upperBound..<html.endIndex))
      defer { html.removeSubrange(start.lowerBound..<end.upperBound) }
      return String(html[start.upperBound..<end.lowerBound])
    }
    style = try takeOut("<style>", "</style>")
    let data = try takeOut(#"<script type="application/json" id="drawings">"#, "</script>")
    drawings = try JSONDecoder().decode(ReadDrawings.self, from: Data(data.utf8))
    // Chart.js and the page's own script aren't XML. A script that came in by a text stays behind.
    for _ in 0..<2 { _ = try takeOut("<script>", "</script>") }
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "\(String(describing: parser.parserError))")
  }

  /// What the plot under a heading is told to draw.
  func plot(_ heading: String) -> ReadDrawings.Plot? {
    let suffix = " over steps"
    let places = zip(
      attributes["data-label", default: []].filter { $0.hasSuffix(suffix) },
      attributes["data-plot", default: []])
    return places.first { $0.0 == heading + suffix }.flatMap { drawings.plots[$0.1] }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    structure.append("\(name) \(attributes.keys.sorted())")
    for (key, value) in attributes { self.attributes[key, default: []].append(value) }
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    self.text += text
  }
}

/// What a page's script is told to draw.
struct ReadDrawings: Decodable {
  let plots: [String: Plot]
  let study: Study?

  struct Plot: Decodable {
    let steps: [Int]
    let curves: [Curve]
  }

  struct Curve: Decodable {
    let name: String
    let weight: String
    let values: [Double?]
  }

  struct Study: Decodable {
    let axes: [Axis]
    let outcomes: [Outcome]

    struct Axis: Decodable {
      let name: String
      let places: [Double?]
    }

    struct Outcome: Decodable {
      let name: String
      let values: [Double?]
    }
  }
}
