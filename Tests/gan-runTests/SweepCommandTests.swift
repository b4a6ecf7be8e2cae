import Foundation
import Runner
import Testing

@Suite(.serialized) struct SweepCommandTests {
  let folder: TemporaryFolder
  let program: Program

  init() throws {
    folder = try TemporaryFolder()
    program = Program(folder: folder)
    try write("sweep: {grid: {train.batch: [4, 8]}, seeds: 2}\n")
  }

  private func write(_ variation: String, steps: Int = 30, evaluates: Bool = true) throws {
    var spec =
      steps <= 30
      ? tinySpec(steps: steps, checkpointEvery: 10)
      : tinySpec(steps: steps, checkpointEvery: 50, metrics: "[]")
    if !evaluates {
      spec = spec.split(separator: "\n").filter { !$0.hasPrefix("evaluate:") }
        .map { $0 + "\n" }.joined()
    }
    try folder.write(spec + variation, to: "tiny.yaml")
  }

  /// Files by their names that every way to run the sweep must leave alike.
  private func lasting(_ runs: String = "runs") throws -> [String: Data] {
    try folder.lasting(runs).filter { !$0.key.hasSuffix(".lock") }
  }

  /// The words of a trial's row in the table.
  private func rows(_ output: String) -> [[Substring]] {
    output.split(separator: "\n").filter { $0.hasPrefix("  ") }.dropFirst().map {
      $0.split(separator: " ")
    }
  }

  private func folders(_ runs: String = "runs") throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(runs)/tiny")
    return names.filter { $0.count == 12 && !$0.contains(".") }.sorted()
  }

  private func provenance(_ id: String) throws -> Provenance {
    try #require(try RunFolder(path: "\(folder.path)/runs/tiny/\(id)").readProvenance())
  }

  /// The processes that a process started and that still are.
  private func children(of process: Int32) -> [Int32] {
    let path = "/proc/\(process)/task/\(process)/children"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { Int32($0) }
  }

  /// Kills those of the processes that it starts, one after the other, whose numbers are given.
  private func killChildren(of running: Program.Running, _ numbers: Set<Int>) {
    var seen: [Int32] = []
    while running.process.isRunning, seen.count < numbers.max() ?? 0 {
      for child in children(of: running.process.processIdentifier) where !seen.contains(child) {
        seen.append(child)
        if numbers.contains(seen.count) { kill(child, SIGKILL) }
      }
      usleep(500)
    }
  }

  private func waitForChild(of running: Program.Running) -> Int32? {
    while running.process.isRunning {
      if let child = children(of: running.process.processIdentifier).first { return child }
      usleep(1000)
    }
    return nil
  }

  @Test func aTrialIsWhatTheSpecTrainsAlone() throws {
    let done = try program.run("tiny.yaml", "--jobs", "2")
    #expect(done.status == 0)
    #expect(done.output.hasSuffix("\nsweep  runs/tiny: 4 finished\n"))
    let changes = ["train.batch=4", "train.batch=8"].flatMap { batch in
      ["seed=1", "seed=2"].map { [batch, $0] }
    }
    for change in changes {
      let alone = try program.run(
        "tiny.yaml", "~sweep", change[0], change[1], "--runs", "alone", "--quiet")
      #expect(alone.status == 0)
    }
    #expect(try folders() == folders("alone"))
    let isOwn = { (name: String) in !name.contains("/sweep") && !name.hasSuffix("/resolved.yaml") }
    #expect(
      try lasting().filter { isOwn($0.key) } == lasting("alone").filter { isOwn($0.key) })
  }

  @Test func dataIsFoundFromTheSpecsFolder() throws {
    #expect(try program.run("tiny.yaml", "~sweep", "train.steps=1", "--quiet").status == 0)
    #expect(
      try program.run("sample", "tiny", "--count", "16", "--single", "images").status == 0)
    let spec = tinySpec(steps: 5)
      .replacingOccurrences(
        of: "{synthetic: shapes, size: 16, count: 64}", with: "{path: ../images, size: 16}")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/specs", withIntermediateDirectories: true)
    try folder.write(spec + "sweep: {seeds: 2}\n", to: "specs/own.yaml")
    for runs in ["elsewhere/runs", "\(folder.path)/absolute"] {
      let done = try program.run("specs/own.yaml", "--runs", runs)
      #expect(done.status == 0)
      #expect(done.output.hasSuffix("/own: 2 finished\n"))
    }
  }

  @Test func doneBeforeItTrainsNothing() throws {
    let first = try program.run("tiny.yaml")
    let contents = try folder.contents(of: "runs")
    let second = try program.run("tiny.yaml", "--jobs", "2")
    #expect(second.status == 0)
    #expect(second.output == first.output)
    #expect(second.errors == "running 'tiny': 4 trials, 4 of them done\n")
    #expect(try folder.contents(of: "runs") == contents)
  }

  @Test func anotherSpecIsTakenUpOnlyIfAsked() throws {
    #expect(try program.run("tiny.yaml", "sweep.seeds=1").status == 0)
    let refused = try program.run("tiny.yaml", "sweep.seeds=[3]")
    #expect(refused.status == 65)
    #expect(
      refused.errors.contains(
        "2 new (batch=4, seed 3 | batch=8, seed 3); 2 gone (batch=4, seed 1 | batch=8, seed 1); 0 kept"
      ))
    let before = try folder.contents(of: "runs")
    try write("sweep: {grid: {train.batch: [8, 16]}}\n")
    #expect(try program.run("tiny.yaml", "--frozen").output.hasSuffix("2 finished\n"))
    #expect(try folder.contents(of: "runs") == before)
    // Whatever has become of the spec: no sweep, another name, or nothing that can be read.
    for other in ["", "name: other\nsweep: {seeds: 3}\n", "sweep: {grid: {train.bach: [1]}}\n"] {
      try write(other)
      #expect(try program.run("tiny.yaml", "--frozen").output.hasSuffix("tiny: 2 finished\n"))
      #expect(try folder.contents(of: "runs") == before)
    }
    try write("sweep: {grid: {train.batch: [8, 16]}}\n")
    let updated = try program.run("tiny.yaml", "--update")
    #expect(updated.status == 0)
    #expect(updated.errors.contains("running 'tiny': 2 trials, 1 of them done"))
    #expect(rows(updated.output).map { $0[1] } == ["batch=8,", "batch=16,"])
    #expect(try folders().count == 3)
  }

  @Test func whatHadBegunIsFinishedThoughTheSpecIsAnother() throws {
    try write("sweep: {grid: {train.batch: [4, 8]}}\n", steps: 1000)
    let running = try program.start(["tiny.yaml"])
    #expect(waitForChild(of: running) != nil)
    running.send(SIGINT)
    #expect(try running.wait().status == 130)
    try write("sweep: {grid: {train.batch: [8, 16]}}\n", steps: 20)
    let finished = try program.run("tiny.yaml", "--frozen")
    #expect(finished.status == 0)
    #expect(
      rows(finished.output).map { $0[1...4] } == [
        ["batch=4,", "seed", "1", "finished"], ["batch=8,", "seed", "1", "finished"],
      ])
    #expect(rows(finished.output).map { $0[5] } == ["1000", "1000"])
  }

  @Test(arguments: ["1", "3"]) func halvingKeepsTheBest(_ jobs: String) throws {
    try write(
      """
      sweep:
        grid: {optimizer.adam.lr: [1e-4, 1e-3, 1e-2, 1e38]}
        seeds: 2
        scheduler: {successive_halving: {metric: swd, rungs: [6, 18], keep: 0.4}}

      """)
    let done = try program.run("tiny.yaml", "--jobs", jobs, "--threads", "1")
    #expect(done.status == 1)
    let trials = rows(done.output)
    #expect(
      trials.map { $0[4] }.sorted() == ["diverged", "diverged", "finished"]
        + [Substring](repeating: "stopped", count: 5))

    // By the logs alone: of eight, floor(3.2) go on, of three one.
    var values: [[Substring: Double]] = [[:], [:]]
    for trial in trials {
      let log = try String(
        contentsOfFile: "\(folder.path)/runs/tiny/\(trial[0])/metrics.jsonl", encoding: .utf8)
      for line in log.split(separator: "\n") where line.contains("\"made\"") {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        let step = try #require(object?["step"] as? Int)
        let swd = try #require((object?["values"] as? [String: Double])?["swd"])
        for (index, rung) in [6, 18].enumerated() where step == rung {
          values[index][trial[0]] = swd
        }
      }
    }
    #expect(values.map(\.count) == [6, 3])
    let best = values[0].sorted { $0.value < $1.value }.prefix(3).map(\.key)
    #expect(Set(best) == Set(values[1].keys))
    let last = values[1].min { $0.value < $1.value }?.key
    #expect(trials.filter { $0[4] == "finished" }.map { $0[0] } == [last])
    let again = try program.run("tiny.yaml")
    #expect(again.output == done.output)
    #expect(!again.errors.contains("began"))
  }

  /// One is killed twice on the way to the first rung.
  @Test func halvingLeavesWhatFailedFailed() throws {
    try write(
      """
      sweep:
        grid: {train.batch: [4, 8, 2]}
        scheduler: {successive_halving: {metric: swd, rungs: [240], keep: 0.5}}
      evaluate: {metrics: [{swd: {patches_per_image: 4, directions: 9}}], samples: 8}

      """, steps: 600, evaluates: false)
    let running = try program.start(["tiny.yaml", "--jobs", "1"])
    // What died is tried again after the two others.
    killChildren(of: running, [1, 4])
    let done = try running.wait()
    #expect(done.status == 1)
    #expect(done.output.hasSuffix(": 1 finished, 1 failed, 1 stopped\n"))
    let again = try program.run("tiny.yaml")
    #expect(again.status == 1)
    #expect(again.output == done.output)
    #expect(!again.errors.contains("began"))
    let retried = try program.run("tiny.yaml", "--retry-failed")
    #expect(retried.status == 0)
    #expect(retried.output.hasSuffix(": 1 finished, 2 stopped\n"))
  }

  @Test func halvingRanksOnlyWhatWasMeasuredAlike() throws {
    let variation = """
      sweep:
        grid: {optimizer.adam.lr: [1e-4, 1e-3, 1e-2]}
        scheduler: {successive_halving: {metric: swd, rungs: [6, 18], keep: 0.4}}

      """
    try write(variation)
    let expected = try program.run("tiny.yaml", "--runs", "expected")
    // One was at the rung when the spec had other metrics.
    let alone = try program.run(
      "tiny.yaml", "~sweep", "optimizer.adam.lr=1e-3", "evaluate.samples=6", "evaluate.every=6",
      "train.steps=30", "--quiet")
    #expect(alone.status == 0)
    let done = try program.run("tiny.yaml")
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output == expected.output.replacingOccurrences(of: "expected/", with: "runs/"))
    #expect(try lasting() == lasting("expected"))

    // What was decided stays as it is, also while it is looked at again.
    let record = "\(folder.path)/runs/tiny/sweep.json"
    let before = try FileManager.default.attributesOfItem(atPath: record)
    #expect(try program.run("tiny.yaml").output == done.output)
    let after = try FileManager.default.attributesOfItem(atPath: record)
    #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
  }

  @Test func aTrialTrainedFurtherIsRankedWhereOthersAre() throws {
    let variation = """
      sweep:
        grid: {optimizer.adam.lr: [1e-4, 1e-3]}
        scheduler: {successive_halving: {metric: swd, rungs: [7], keep: 0.5}}

      """
    try write(variation)
    let expected = try program.run("tiny.yaml", "--runs", "expected").output
    for rate in ["1e-4", "1e-3"] {
      let alone = try program.run("tiny.yaml", "~sweep", "optimizer.adam.lr=\(rate)")
      #expect(alone.status == 0)
    }
    let done = try program.run("tiny.yaml")
    #expect(done.status == 0)
    let winner = rows(expected).first { $0[4] == "finished" }
    #expect(rows(done.output).contains { $0 == winner })
    #expect(done.errors.contains("after step 7: 1 of 2 trials go on"))
  }

  @Test func aProcessThatDiesIsTriedOnceMore() throws {
    try write("sweep: {grid: {train.batch: [4, 8]}}\n", steps: 600)
    let expected = try program.run("tiny.yaml", "--runs", "expected").output
    for deaths in [1, 2] {
      let running = try program.start(["tiny.yaml", "--jobs", "1"])
      // What died is tried again after the other.
      killChildren(of: running, deaths == 1 ? [1] : [1, 3])
      let done = try running.wait()
      #expect(done.errors.contains("seed 1: killed by signal 9; it is tried once more"))
      #expect(done.status == (deaths == 1 ? 0 : 1))
      if deaths == 1 {
        #expect(done.output == expected.replacingOccurrences(of: "expected/", with: "runs/"))
        #expect(try lasting() == lasting("expected"))
        try folder.remove("runs")
      } else {
        #expect(done.output.hasSuffix(": 1 finished, 1 failed\n"))
        let record = try SweepRecord(reading: SweepFolder(path: "\(folder.path)/runs/tiny"))
        #expect(record.failed.values.map(\.reason) == ["killed by signal 9"])
        #expect(record.failed.values.map(\.attempts) == [2])
      }
    }
    let left = try program.run("tiny.yaml")
    #expect(left.status == 1)
    #expect(!left.errors.contains("began"))
    let retried = try program.run("tiny.yaml", "--retry-failed")
    #expect(retried.status == 0)
    #expect(retried.output == expected.replacingOccurrences(of: "expected/", with: "runs/"))
  }

  @Test(arguments: [["--fail-fast"], ["--max-failures", "0"], ["--max-failures", "1"]])
  func failuresEndIt(_ options: [String]) throws {
    try write("sweep: {grid: {train.batch: [4, 8, 2]}}\n", steps: 600)
    let running = try program.start(["tiny.yaml"] + options)
    let failures = options.last == "1" ? 2 : 1
    killChildren(of: running, Set(1...3 + failures))
    let done = try running.wait()
    #expect(done.status == 1)
    #expect(done.errors.contains("ended after \(failures) failed"))
    #expect(done.output.contains("sweep  runs/tiny: \(failures) failed, "))
    #expect(!done.output.contains("finished"))
  }

  @Test func killsOfAllLeaveNoOrphanAndChangeNothing() throws {
    try write("sweep: {grid: {train.batch: [4, 8, 2]}, seeds: 2}\n", steps: 300)
    let begin = Date()
    #expect(try program.run("tiny.yaml", "--runs", "expected", "--quiet").status == 0)
    let whole = Date().timeIntervalSince(begin)
    let expected = try lasting("expected")
    var kills = 0
    while kills < 12 {
      let running = try program.start(["tiny.yaml", "--quiet", "--jobs", "2", "--threads", "1"])
      let deadline = Date().addingTimeInterval(.random(in: 0...whole / 3))
      while running.process.isRunning && Date() < deadline { usleep(500) }
      let orphans = children(of: running.process.processIdentifier)
      running.send(SIGKILL)
      let status = try running.wait().status
      #expect(status == 128 + SIGKILL || status == 0)
      if status == 0 {
        #expect(try lasting() == expected)
        try folder.remove("runs")
        continue
      }
      kills += 1
      let patience = Date().addingTimeInterval(10)
      while orphans.contains(where: isTraining) && Date() < patience { usleep(1000) }
      #expect(!orphans.contains(where: isTraining))
    }
    let last = try program.run("tiny.yaml", "--quiet", "--jobs", "2")
    #expect(last.status == 0)
    #expect(try lasting() == expected)
  }

  /// Whether a process is there and is one of ours.
  private func isTraining(_ process: Int32) -> Bool {
    let path = "/proc/\(process)/cmdline"
    return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").contains("trial")
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalStopsAllAndItGoesOn(_ signal: Int32) throws {
    try write("sweep: {grid: {train.batch: [4, 8]}}\n", steps: 1000)
    #expect(try program.run("tiny.yaml", "--runs", "expected", "--quiet").status == 0)
    let running = try program.start(["tiny.yaml", "--jobs", "2"])
    while running.process.isRunning && !running.errorsSoFar.contains("began") { usleep(1000) }
    running.send(signal)
    let stopped = try running.wait()
    #expect(stopped.status == 128 + signal)
    #expect(stopped.errors.contains("stopped, checkpoints written; the same command goes on"))
    #expect(stopped.output.contains("interrupted"))
    #expect(!stopped.errors.contains("tried once more"))
    #expect(try program.run("tiny.yaml").status == 0)
    #expect(try lasting() == lasting("expected"))
  }

  @Test func twoAtOnceTrainEachTrialOnce() throws {
    try write("sweep: {grid: {train.batch: [4, 8, 2]}, seeds: 3}\n", steps: 200)
    #expect(try program.run("tiny.yaml", "--runs", "expected", "--quiet").status == 0)
    let both = try (0..<2).map { _ in try program.start(["tiny.yaml", "--threads", "1"]) }
    for running in both {
      let done = try running.wait()
      #expect(done.status == 0)
      #expect(done.output.hasSuffix(": 9 finished\n"))
    }
    for id in try folders() { #expect(try provenance(id).attempts.count == 1) }
    #expect(try lasting() == lasting("expected"))
  }

  @Test func restartTrainsAllAgain() throws {
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
    let before = try lasting()
    let again = try program.run("tiny.yaml", "--restart")
    #expect(again.status == 0)
    #expect(again.errors.contains("running 'tiny': 4 trials\n"))
    #expect(try lasting() == before)
    for id in try folders() { #expect(try provenance(id).attempts.count == 1) }
  }

  @Test func aFullDiskEndsItAndItGoesOn() throws {
    try write("sweep: {grid: {train.batch: [4, 8]}}\n", steps: 100)
    #expect(try program.run("tiny.yaml", "--runs", "expected", "--quiet").status == 0)
    let full = try program.run("tiny.yaml", through: "ulimit -f 20")
    #expect(full.status == 74)
    #expect(full.errors.contains("the trial 'batch=4, seed 1' could not go on: "))
    #expect(try program.run("tiny.yaml").status == 0)
    #expect(try lasting() == lasting("expected"))
  }

  @Test func whatCannotBeWrittenEndsItAsAlone() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/runs/tiny", withIntermediateDirectories: true)
    let plan = try program.run("plan", "tiny.yaml", "--format", "json")
    let object = try JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any]
    let trials = try #require(object?["trials"] as? [[String: Any]])
    let id = try #require(trials.first?["id"] as? String)
    try folder.write("in the way", to: "runs/tiny/\(id)")
    let alone = try program.run("tiny.yaml", "~sweep", "train.batch=4", "--quiet")
    let sweep = try program.run("tiny.yaml", "--quiet")
    #expect(alone.status == 73)
    #expect(sweep.status == 73)
  }

  @Test func anAblationRunsItsVariants() throws {
    try write("ablation: {variants: {plain: {loss.label_smoothing.real: 0}}, seeds: 2}\n")
    let done = try program.run("tiny.yaml", "--format", "json")
    #expect(done.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [String: Any]
    let trials = try #require(object?["trials"] as? [[String: Any]])
    #expect(
      trials.compactMap { $0["name"] as? String } == ["baseline", "baseline", "plain", "plain"])
    #expect(trials.compactMap { $0["seed"] as? Int } == [1, 2, 1, 2])
    #expect(trials.allSatisfy { $0["status"] as? String == "finished" })
  }

  @Test func optionsOfSweepsAreForSweeps() throws {
    let done = try program.run("tiny.yaml", "~sweep", "--jobs", "2")
    #expect(done.status == 64)
    #expect(done.errors.contains("--jobs is for a sweep or an ablation"))
  }

  @Test func aLockWithPathsInItIsRefused() throws {
    #expect(try program.run("tiny.yaml", "--quiet").status == 0)
    let id = try #require(try folders().first)
    let path = "\(folder.path)/runs/tiny/sweep.lock.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for hostile in ["../../../x", "/tmp/x", "", "abc"] {
      let lines = text.split(separator: "\n").map { line in
        line.contains(id) ? line.prefix { $0 != ":" } + ": \"\(hostile)\"" : line
      }
      try lines.joined(separator: "\n")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let done = try program.run("tiny.yaml")
      #expect(done.status == 65)
      #expect(done.errors.contains("sweep.lock.yaml' is damaged"))
    }
  }
}
