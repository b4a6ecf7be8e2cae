import Datasets
import Testing

/// Whole images against Pillow's bytes; `Goldens/make.py` makes both.
@Suite struct GoldenTests {
  struct Case: CustomStringConvertible {
    let file: String
    let target: ImageTarget
    let expected: [UInt8]
    var description: String {
      "\(file) to \(target.height)x\(target.width)x\(target.channels) over \(target.background)"
    }
  }

  static let cases: [Case] = (try? readCases()) ?? []

  @Test func allCasesAreThere() {
    #expect(Self.cases.count == 129)
  }

  @Test(arguments: cases)
  func bytesArePillows(_ golden: Case) throws {
    let image = try golden.target.image(of: fixture("Goldens/files/\(golden.file)"))
    #expect(image.pixels.count == golden.expected.count)
    let wrong = zip(image.pixels, golden.expected).filter { $0 != $1 }
    #expect(wrong.isEmpty, "\(wrong.count) bytes differ, first \(wrong.prefix(4))")
  }

  private static func readCases() throws -> [Case] {
    let table = String(decoding: try fixture("Goldens/cases.tsv"), as: UTF8.self)
    var rest = try fixture("Goldens/expected.bin")[...]
    return table.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t")
      let numbers = fields[1...3].compactMap { Int($0) }
      guard numbers.count == 3, let color = UInt32(fields[4].dropFirst(), radix: 16) else {
        return nil
      }
      let target = ImageTarget(
        height: numbers[0], width: numbers[1], channels: numbers[2],
        background: [16, 8, 0].map { UInt8(truncatingIfNeeded: color >> $0) })
      let length = numbers[0] * numbers[1] * numbers[2]
      defer { rest = rest.dropFirst(length) }
      return Case(file: String(fields[0]), target: target, expected: Array(rest.prefix(length)))
    }
  }
}
