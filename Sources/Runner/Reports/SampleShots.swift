import FoundationEssentials

/// The grids of a run's samples as pictures for a page.
struct SampleShots {
  let folder: RunFolder
  /// The steps that there are grids of, in order.
  let steps: [Int]

  init(_ folder: RunFolder) throws(RunError) {
    self.folder = folder
    steps = try Folder.names(in: folder.samples).compactMap { name in
      name.hasSuffix(".png") ? Int(name.dropLast(4)) : nil
    }.filter { $0 >= 0 }.sorted()
  }

  /// So many steps at most, evenly spread, the first and the last among them.
  func spread(_ limit: Int) -> [Int] {
    guard steps.count > limit, limit > 1 else { return Array(steps.suffix(max(limit, 0))) }
    return (0..<limit).map { steps[$0 * (steps.count - 1) / (limit - 1)] }
  }

  /// The grid of a step, and how many bytes it has; nil where the file is no PNG.
  func shot(
    step: Int, title: String, remark: String = ""
  ) throws(RunError) -> (shot: PageModel.Shot, bytes: Int)? {
    let bytes = try WholeFile.read(folder.sample(step: step))
    guard bytes.starts(with: Self.signature), bytes.count > 24 else { return nil }
    func number(at offset: Int) -> Int {
      bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let shot = PageModel.Shot(
      step: step, title: title, remark: remark,
      source: "data:image/png;base64," + Data(bytes).base64EncodedString(),
      width: number(at: 16), height: number(at: 20))
    return (shot, bytes.count)
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
}
