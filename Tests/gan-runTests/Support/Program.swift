import Foundation
import Glibc

/// The program, run as a user would run it.
struct Program {
  /// What a run of it left.
  struct Outcome {
    /// The exit code; 128 and the signal for one that was killed.
    let status: Int32
    let output: String
    let errors: String
  }

  /// The binary beside the tests' own.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("gan-run")
      .path
  }()

  let folder: TemporaryFolder

  /// Starts it; its streams go to files, so that no full pipe stops it.
  func start(_ arguments: [String], through shell: String? = nil) throws -> Running {
    let process = Process()
    if let shell {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "\(shell); exec \"$@\"", "sh", Self.path] + arguments
    } else {
      process.executableURL = URL(fileURLWithPath: Self.path)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = ProcessInfo.processInfo.environment.merging([
      "XDG_CACHE_HOME": "\(folder.path)/cache"
    ]) { $1 }
    let streams = try ["output", "errors"].map { name in
      let path = "\(folder.path)/.\(name)-\(UUID().uuidString)"
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      guard let handle = FileHandle(forWritingAtPath: path) else {
        throw CocoaError(.fileNoSuchFile)
      }
      return (path: path, handle: handle)
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = streams[0].handle
    process.standardError = streams[1].handle
    try process.run()
    return Running(process: process, output: streams[0].path, errors: streams[1].path)
  }

  /// Runs it to its end.
  func run(_ arguments: String..., through shell: String? = nil) throws -> Outcome {
    try start(arguments, through: shell).wait()
  }

  /// A program that runs.
  struct Running {
    let process: Process
    let output: String
    let errors: String

    func send(_ signal: Int32) {
      kill(process.processIdentifier, signal)
    }

    func wait() throws -> Outcome {
      process.waitUntilExit()
      defer {
        for path in [output, errors] { try? FileManager.default.removeItem(atPath: path) }
      }
      func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
      }
      let killed = process.terminationReason == .uncaughtSignal
      return Outcome(
        status: process.terminationStatus + (killed ? 128 : 0), output: try text(output),
        errors: try text(errors))
    }

    /// What it has said so far on the error stream.
    var errorsSoFar: String {
      (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
    }
  }
}
