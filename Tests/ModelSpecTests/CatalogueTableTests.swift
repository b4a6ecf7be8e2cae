import Foundation
import Layers
import Metrics
import ModelSpec
import Testing

struct CatalogueTableTests {
  @Test func writesKindsWithTheirOptions() {
    let kinds: [KindDeclaration] = [
      .init(
        "conv", summary: "Convolution", torchName: "Conv2d",
        options: [
          .init("out", .integer(1...Int.max), summary: "output channels"),
          .init("stride", .integerPair(1...9), default: .integers([2, 2]), summary: "steps"),
          .init("betas", .realPair(.positive), default: .reals([0.5, 0.999]), summary: "decay"),
        ]), .init("relu", summary: "max(x, 0)"),
    ]
    #expect(
      CatalogueTable.markdown(kinds, heading: "layer") == """
        | layer | option | takes | default | |
        |---|---|---|---|---|
        | `conv` | | | | Convolution (PyTorch: Conv2d) |
        | | `out` | an integer above 0 | required | output channels |
        | | `stride` | an integer from 1 to 9, or two as [height, width] | `2` | steps |
        | | `betas` | a list of two, each a number above 0 | `[0.5, 0.999]` | decay |
        | `relu` | | | | max(x, 0) |

        """)
  }

  private static let tables: [(String, String)] = {
    let catalogue = MetricCatalogue.standard
    return [
      ("layers", CatalogueTable.markdown(catalogue)),
      ("initializers", CatalogueTable.markdown(catalogue.initializers, heading: "initialiser")),
      ("optimizers", CatalogueTable.markdown(catalogue.optimizers, heading: "optimiser")),
      ("metrics", CatalogueTable.markdown(catalogue.metrics, heading: "metric")),
    ]
  }()

  /// Where it fails, paste what it expected between the markers, or set `GAN_RUN_RECORD=1`.
  @Test(.serialized, arguments: tables)
  func theDocumentationHasThem(_ name: String, _ table: String) throws {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let text = try String(contentsOf: root.appending(path: "docs/spec.md"), encoding: .utf8)
    let start = try #require(text.range(of: "<!-- \(name) -->\n"))
    let end = try #require(text.range(of: "<!-- /\(name) -->"))
    if ProcessInfo.processInfo.environment["GAN_RUN_RECORD"] != nil {
      let filled = text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: table)
      try filled.write(to: root.appending(path: "docs/spec.md"), atomically: true, encoding: .utf8)
      return
    }
    #expect(String(text[start.upperBound..<end.lowerBound]) == table)
  }

  @Test func theExampleOfTheDocumentationIsGood() throws {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let text = try String(contentsOf: root.appending(path: "docs/spec.md"), encoding: .utf8)
    let start = try #require(text.range(of: "```yaml\n"))
    let end = try #require(text[start.upperBound...].range(of: "```"))
    let fixture = try SpecFixture([
      "spec.yaml": String(text[start.upperBound..<end.lowerBound])
    ])
    let spec = try SpecReader(catalogue: MetricCatalogue.standard)
      .read(path: fixture.path("spec.yaml"))
    #expect(spec.warnings.isEmpty)
    #expect(try Networks(spec).discriminator.output == [1, 1, 1])
  }
}
