import Foundation
import Glibc
import Testing

@Suite(.serialized) struct TrainCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try folder.write(tinySpec(), to: "tiny.yaml")
  }

  /// Steps enough for a signal or a second start to come in time.
  #if DEBUG
    static let long = 300
  #else
    static let long = 1500
  #endif

  /// The lasting files of a run that was never stopped.
  func unstopped(_ spec: String) throws -> [String: Data] {
    try folder.write(spec, to: "tiny.yaml")
    let done = try program.run("tiny.yaml", "--runs", "unstopped", "--quiet")
    #expect(done.status == 0)
    return try folder.lasting("unstopped")
  }

  @Test func trainsThenSaysThatItDid() throws {
    let first = try program.run("tiny.yaml")
    #expect(first.status == 0)
    #expect(first.output.hasPrefix("finished: 50 steps\nweights  "))
    #expect(first.errors.contains("training 'tiny': 50 steps\nstep 1/50  loss D "))
    #expect(first.errors.contains("step 50/50"))
    let before = try folder.contents(of: "runs")
    #expect(before.keys.filter { $0.hasSuffix("/result.json") }.count == 1)

    let second = try program.run("tiny.yaml")
    #expect(second.status == 0)
    #expect(second.output.hasPrefix("finished before: 50 steps\n"))
    #expect(second.output.dropFirst(16) == first.output.dropFirst(9))
    #expect(try folder.contents(of: "runs") == before)
  }

  @Test func printsJSON() throws {
    let done = try program.run("tiny.yaml", "--format", "json", "--quiet")
    #expect(done.errors == "")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any])
    #expect(object["done_before"] as? Bool == false)
    let result = try #require(object["result"] as? [String: Any])
    #expect(result["status"] as? String == "finished")
    #expect(result["steps"] as? Int == 50)
    let digests = try #require(result["digests"] as? [String: String])
    #expect(Set(digests.keys) == ["spec", "data", "weights"])
    #expect(digests.values.allSatisfy { $0.count == 64 })
  }

  @Test func onAnyThreadsAndInstructionsTheBitsAreTheSame() throws {
    var digests: Set<Substring> = []
    for threads in ["1", "2", "3"] {
      for simd in ["auto", "avx512", "avx2", "plain"] {
        let done = try program.run(
          "tiny.yaml", "--threads", threads, "--simd", simd, "--runs", "\(threads)\(simd)")
        if done.status == 64 && done.errors.contains("on this machine") { continue }
        #expect(done.status == 0)
        digests.formUnion(done.output.split(separator: "\n").filter { $0.hasPrefix("weights") })
      }
    }
    #expect(digests.count == 1)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalStopsItAndItGoesOn(_ signal: Int32) throws {
    let expected = try unstopped(tinySpec(steps: Self.long, checkpointEvery: 100_000))
    let running = try program.start(["tiny.yaml"])
    while running.process.isRunning && !running.errorsSoFar.contains("step 1/") { usleep(1000) }
    running.send(signal)
    running.send(signal)
    running.send(signal)
    let stopped = try running.wait()
    #expect(stopped.status == 128 + signal)
    #expect(stopped.errors.contains("checkpoint written; the same command goes on"))
    #expect(try folder.lasting().keys.allSatisfy { !$0.hasSuffix("result.json") })
    let second = try program.run("tiny.yaml")
    #expect(second.status == 0)
    #expect(second.errors.contains("going on with 'tiny' after step"))
    #expect(try folder.lasting() == expected)
  }

  @Test func whatWasIgnoredStaysIgnored() throws {
    let running = try program.start(["tiny.yaml"], through: "trap '' INT TERM HUP")
    while running.process.isRunning && !running.errorsSoFar.contains("step 1/") { usleep(1000) }
    for signal in [SIGINT, SIGTERM, SIGHUP] { running.send(signal) }
    #expect(try running.wait().status == 0)
  }

  @Test func twentyKillsChangeNothing() throws {
    let begin = Date()
    let expected = try unstopped(tinySpec(steps: 200, checkpointEvery: 5))
    let whole = Date().timeIntervalSince(begin)
    var kills = 0
    var finished = 0
    while kills < 20 {
      let running = try program.start(["tiny.yaml", "--quiet"])
      let deadline = Date().addingTimeInterval(.random(in: 0...whole / 4))
      while running.process.isRunning && Date() < deadline { usleep(500) }
      running.send(SIGKILL)
      switch try running.wait().status {
      case 128 + SIGKILL:
        kills += 1
      case 0:
        #expect(try folder.lasting() == expected)
        try folder.remove("runs")
        finished += 1
      case let status:
        Issue.record("exit code \(status) after \(kills) kills")
        return
      }
    }
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
    #expect(try folder.lasting() == expected)
  }

  @Test func aSecondStartAtOnceDoesNoHarm() throws {
    let expected = try unstopped(tinySpec(steps: Self.long, checkpointEvery: 500))
    let running = try program.start(["tiny.yaml"])
    while running.process.isRunning && !running.errorsSoFar.contains("step 1/") { usleep(1000) }
    let second = try program.run("tiny.yaml")
    #expect(second.status == 75)
    #expect(
      second.errors.contains("another process (\(running.process.processIdentifier)) is training"))
    #expect(try running.wait().status == 0)
    #expect(try folder.lasting() == expected)
  }

  @Test func whereItCannotWriteItSaysSo() throws {
    try folder.write("", to: "file")
    for runs in ["file", "/proc/runs", "/dev/null/runs"] {
      let done = try program.run("tiny.yaml", "--runs", runs)
      #expect(done.status == 73)
      #expect(done.errors.contains("cannot create '\(runs)"))
    }
  }

  @Test func aFullDiskLeavesWhatWasThere() throws {
    let expected = try unstopped(tinySpec(steps: Self.long, checkpointEvery: 100))
    let running = try program.start(["tiny.yaml"])
    while running.process.isRunning && !running.errorsSoFar.contains("step 1/") { usleep(1000) }
    running.send(SIGINT)
    #expect(try running.wait().status == 130)
    // No file may grow beyond 20 blocks of 512 bytes, which every checkpoint does.
    let full = try program.run("tiny.yaml", through: "ulimit -f 20")
    #expect(full.status == 74)
    #expect(full.errors.contains("error: cannot write '"))
    #expect(try program.run("tiny.yaml").status == 0)
    #expect(try folder.lasting() == expected)
  }

  @Test func aReaderThatHasGoneStopsNothing() throws {
    let expected = try unstopped(tinySpec())
    for (index, streams) in ["1>&-", "2>&-", "0<&- 1>&- 2>&-"].enumerated() {
      let runs = "closed\(index)"
      let done = try program.run("tiny.yaml", "--runs", runs, through: "exec \(streams)")
      #expect(done.status == 0)
      #expect(try folder.lasting(runs) == expected)
    }
    let piped = try program.run(
      "tiny.yaml", through: "\"$@\" 2>&1 | head -n 1; exec true")
    #expect(piped.output == "training 'tiny': 50 steps\n")
    #expect(try folder.lasting() == expected)
  }

  @Test func theResolvedSpecTrainsToTheSameBits() throws {
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
    let first = try folder.lasting()
    let resolved = try #require(first.keys.first { $0.hasSuffix("/resolved.yaml") })
    let second = try program.run("runs/\(resolved)", "--runs", "again", "--quiet")
    #expect(second.status == 0)
    #expect(
      try folder.lasting("again").filter { !$0.key.hasSuffix("/spec.yaml") }
        == first.filter { !$0.key.hasSuffix("/spec.yaml") })
  }

  @Test func evaluatesOnAnyThreadsAndInstructionsAlike() throws {
    var logs: Set<Data> = []
    for (threads, simd) in [("1", "plain"), ("2", "auto"), ("3", "avx2")] {
      let runs = "\(threads)\(simd)"
      let done = try program.run("tiny.yaml", "--threads", threads, "--simd", simd, "--runs", runs)
      if done.status == 64 && done.errors.contains("on this machine") { continue }
      #expect(done.errors.contains("\nstep 15/50  ms_ssim 0."))
      logs.formUnion(
        try folder.lasting(runs).filter { $0.key.hasSuffix("/metrics.jsonl") }.values)
    }
    #expect(logs.count == 1)
    let lines = logs.first.map { String(decoding: $0, as: UTF8.self).split(separator: "\n") } ?? []
    #expect(
      lines.count { $0.hasPrefix("{\"made\":{\"ms_ssim\":{\"batch_norm\":\"running\",") } == 4)
  }

  @Test func addsMetricsToAFinishedRun() throws {
    try folder.write(tinySpec(metrics: "[]"), to: "tiny.yaml")
    let first = try program.run("tiny.yaml")
    #expect(!first.errors.contains("ms_ssim"))
    let before = try folder.lasting()
    try folder.write(tinySpec(), to: "tiny.yaml")
    let second = try program.run("tiny.yaml")
    #expect(second.status == 0)
    #expect(second.output.hasPrefix("finished before: 50 steps\n"))
    #expect(second.output.dropFirst(16) == first.output.dropFirst(9))
    #expect(second.errors.contains("step 50/50  ms_ssim "))

    #expect(try program.run("tiny.yaml", "--runs", "whole", "--quiet").status == 0)
    let (after, whole) = (try folder.lasting(), try folder.lasting("whole"))
    for (name, bytes) in after {
      let isLog = name.hasSuffix("/metrics.jsonl")
      #expect(bytes == (isLog ? before : whole)[name], "\(name)")
    }
    let contents = try folder.contents(of: "runs")
    #expect(try program.run("tiny.yaml").output == second.output)
    #expect(try folder.contents(of: "runs") == contents)

    // Without its last checkpoint nothing can be added, and what is there stays.
    for name in contents.keys where name.contains("/checkpoints/") {
      try folder.remove("runs/\(name)")
    }
    try folder.write(tinySpec(metrics: "[{swd: {directions: 3}}]"), to: "tiny.yaml")
    let third = try program.run("tiny.yaml")
    #expect(third.status == 0)
    #expect(third.errors.contains("has no checkpoint of its last step"))
    #expect(third.output == second.output)
  }

  @Test func restartTrainsAgain() throws {
    #expect(try program.run("tiny.yaml").status == 0)
    let before = try folder.lasting()
    let again = try program.run("tiny.yaml", "--restart")
    #expect(again.output.hasPrefix("finished: 50 steps\n"))
    #expect(try folder.lasting() == before)
  }

  @Test func aDivergedRunEndsWithOne() throws {
    try folder.write(
      tinySpec().replacingOccurrences(of: "lr: 2e-4", with: "lr: 1e38"), to: "tiny.yaml")
    for word in ["diverged: in step ", "diverged before: in step "] {
      let done = try program.run("tiny.yaml")
      #expect(done.status == 1)
      #expect(done.output.hasPrefix(word))
      #expect(done.output.contains("the first operation to go wrong: "))
    }
  }
}
