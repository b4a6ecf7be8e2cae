import Foundation
import Glibc
import Testing

/// Runs that differ only in their length.
@Suite(.serialized) struct BeginningTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(tinySpec(), to: "tiny.yaml")
  }

  static let looks = "train.stop_when={alike: {spread: 1e-9}, every: 10}"

  /// The lasting files of the run whose result has so many steps.
  func records(_ runs: String, steps: Int) throws -> [String: Data] {
    let files = try folder.lasting(runs)
    let result = try #require(
      files.first {
        $0.key.hasSuffix("/result.json")
          && String(decoding: $0.value, as: UTF8.self).hasSuffix("\"steps\" : \(steps)\n}\n")
      })
    return files.filter { $0.key.hasPrefix(result.key.dropLast("result.json".count)) }
  }

  /// What ends where in the shorter run: nothing; an evaluation; a grid; a digest and a look; all.
  @Test(arguments: [3, 15, 40, 20, 60])
  func aLongerRunEndsAsIfTrainedAlone(_ steps: Int) throws {
    let long = "train.steps=73"
    let every = "samples.every=\(steps == 60 ? 15 : 20)"
    #expect(try program.run("tiny.yaml", Self.looks, long, every, "--runs", "alone").status == 0)
    let short = try program.run("tiny.yaml", Self.looks, "train.steps=\(steps)", every)
    #expect(short.status == 0)
    let before = try records("runs", steps: steps)
    let done = try program.run("tiny.yaml", Self.looks, long, every)
    #expect(done.status == 0)
    #expect(
      done.errors.contains("is the same but for its length; its \(steps) steps are taken over"))
    #expect(done.errors.contains("going on with 'tiny' after step \(steps) of 73"))
    #expect(try records("runs", steps: 73) == records("alone", steps: 73))
    #expect(try records("runs", steps: steps) == before)
  }

  /// Eight steps are an epoch.
  @Test func epochsAndStepsAreLengthsAlike() throws {
    #expect(try program.run("tiny.yaml", "train.steps=40", "--runs", "alone").status == 0)
    #expect(try program.run("tiny.yaml", "train.steps=13").status == 0)
    let second = try program.run("tiny.yaml", "train.epochs=3")
    #expect(second.errors.contains("its 13 steps are taken over"))
    // Of two, the longer one.
    let third = try program.run("tiny.yaml", "train.steps=40")
    #expect(third.errors.contains("its 24 steps are taken over"))
    #expect(try records("runs", steps: 40) == records("alone", steps: 40))
  }

  /// The log and the grids of the longer run may be at other intervals if all is there.
  @Test func intervalsMayDiffer() throws {
    let long = [
      "tiny.yaml", "train.steps=50", "log.every=20", "samples.every=40", "evaluate.every=30",
    ]
    #expect(try program.start(long + ["--runs", "alone"]).wait().status == 0)
    #expect(try program.run("tiny.yaml", "train.steps=45").status == 0)
    let done = try program.start(long).wait()
    #expect(done.errors.contains("its 45 steps are taken over"))
    #expect(try records("runs", steps: 50) == records("alone", steps: 50))
  }

  /// What the shorter run lacks, or made otherwise, the longer one makes itself.
  @Test(arguments: [
    "log.every=7", "samples.every=9", "samples.count=4", "samples.batch_norm=batch",
    "evaluate.every=14", "evaluate.samples=12", "seed=2", "optimizer.adam.lr=1e-4",
    "train.stop_when.alike.spread=1e-9", "data.count=56",
  ])
  func whatDiffersIsTrainedFromTheStart(_ change: String) throws {
    #expect(try program.run("tiny.yaml", "train.steps=30").status == 0)
    let done = try program.run("tiny.yaml", "train.steps=50", change)
    #expect(done.status == 0)
    #expect(done.errors.hasPrefix("training 'tiny': 50 steps\n"))
    #expect(
      try program.run("tiny.yaml", "train.steps=50", change, "--runs", "alone").status == 0)
    #expect(try records("runs", steps: 50) == records("alone", steps: 50))
  }

  @Test func noStartAreWhatIsGoneAndWhatDidNotFinish() throws {
    #expect(try program.run("tiny.yaml", "train.steps=30").status == 0)
    let checkpoints = try folder.contents(of: "runs").keys.filter { $0.contains("/checkpoints/") }
    for name in checkpoints { try folder.remove("runs/\(name)") }
    let done = try program.run("tiny.yaml")
    #expect(done.errors.hasPrefix("training 'tiny': 50 steps\n"))

    let restarted = try program.run("tiny.yaml", "train.steps=60", "--restart")
    #expect(restarted.errors.hasPrefix("training 'tiny': 60 steps\n"))

    // It ended in step 10 and not for its length.
    let stop = "train.stop_when={alike: {spread: 1}, every: 10}"
    #expect(try program.run("tiny.yaml", stop, "train.steps=30").status == 1)
    let again = try program.run("tiny.yaml", stop, "train.steps=40")
    #expect(again.status == 1)
    #expect(again.errors.hasPrefix("training 'tiny': 40 steps\n"))
  }

  @Test func aKillAfterTakingOverLosesNothing() throws {
    let long = "train.steps=600"
    let spec = tinySpec(steps: 30, checkpointEvery: 100, metrics: "[]")
    try folder.write(spec, to: "tiny.yaml")
    #expect(try program.run("tiny.yaml", long, "--runs", "alone").status == 0)
    for wait: UInt32 in [0, 20_000, 100_000, 200_000] {
      #expect(try program.run("tiny.yaml").status == 0)
      let running = try program.start(["tiny.yaml", long])
      usleep(wait)
      running.send(SIGKILL)
      _ = try running.wait()
      #expect(try program.run("tiny.yaml", long).status == 0)
      #expect(try records("runs", steps: 600) == records("alone", steps: 600))
      try folder.remove("runs")
    }
  }
}
