import ArgumentParser
import Engine
import ModelSpec
import Runner

/// Makes images with a trained generator.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Make images with a trained generator.",
    discussion: """
      The run is given by its path, the start of its id, or its name (the newest run of it). \
      Image i of a seed is the same whatever the count.
      """)

  @Argument(help: ArgumentHelp("The run.", valueName: "run"))
  var runName: String

  @OptionGroup var common: CommonOptions

  @Option(help: ArgumentHelp("Images to make.", valueName: "n"))
  var count = 64

  @Option(help: ArgumentHelp("The seed of z; the spec's own if not given.", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("The PNG file for a grid of all.", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("A folder for a PNG file of each.", valueName: "dir"))
  var single: String?

  @Option(
    help: ArgumentHelp(
      "Images on the way from image A of the seed to image B.", valueName: "A,B"),
    transform: Way.init)
  var interpolate: Way?

  @Option(help: ArgumentHelp("Columns of the grid; near to a square if not given.", valueName: "n"))
  var columns: Int?

  /// The most images, whose z lie in memory together.
  private static let most = 100_000

  /// The numbers of two images.
  struct Way {
    let from: Int
    let to: Int

    init(_ text: String) throws {
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let from = numbers[0], let to = numbers[1],
        (0..<SampleCommand.most).contains(from), (0..<SampleCommand.most).contains(to)
      else { throw ValidationError("expected two numbers of images, such as 0,5") }
      self.from = from
      self.to = to
    }
  }

  mutating func validate() throws {
    guard (1...Self.most).contains(count) else {
      throw ValidationError("--count takes 1 to \(Self.most), not \(count)")
    }
    if let columns, columns < 1 {
      throw ValidationError("--columns takes 1 or more, not \(columns)")
    }
  }

  func run() throws {
    let machine = try common.machine()
    let run = try RunReader(RunLocator.find(runName, runs: common.runs))
    for problem in run.problems { Output.errorLine(ErrorReport.text("warning", problem)) }
    let grid = out ?? (single == nil ? "samples.png" : nil)
    if grid != nil { try checkGrid(run.spec) }
    let latents = Latents(run.spec, seed: seed)
    let sampler = try run.sampler(machine: machine)
    let z =
      if let interpolate {
        latents.between(interpolate.from, interpolate.to, count: count)
      } else {
        sampler.filled(latents, count: count)
      }
    StopSignal.listen()
    var written: [String] = []
    var (done, values, shape) = (0, [Float](), [Int]())
    try sampler.forEachBatch(z: z, count: count) { images in
      if let signal = StopSignal.pending { throw ExitCode(ExitStatus.stopped(by: signal)) }
      if let single { written += try SampleGrid.writeEach(images, to: single, first: done) }
      if grid != nil { values += images.values }
      done += images.shape[0]
      shape = [done] + images.shape.dropFirst()
    }
    if let grid {
      let images = Tensor(shape: shape, values: values)
      try WholeFile.write(SampleGrid.png(images, columns: columns), to: grid)
      written.append(grid)
    }
    switch common.format {
    case .text: Output.line(single == nil ? written[0] : "\(written.count) files")
    case .json: JSONOutput.print(written)
    }
  }

  private func checkGrid(_ spec: Spec) throws {
    let grid = SampleGrid.layout(
      count: count, height: spec.data.height, width: spec.data.width, columns: columns)
    guard grid.fits else {
      throw ValidationError(
        "a grid of \(count) images would have \(grid.width) x \(grid.height) pixels, which is too "
          + "large: other --columns or a smaller --count make it smaller, and --single writes a "
          + "file of each image instead")
    }
  }
}
