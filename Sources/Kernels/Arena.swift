internal import CKernels
internal import Glibc

/// A stretch of an arena, in floats.
public struct Region: Hashable, Sendable {
  /// The first float.
  public let offset: Int
  /// The number of floats.
  public let count: Int

  /// Makes a region.
  public init(offset: Int, count: Int) {
    self.offset = offset
    self.count = count
  }
}

/// One block of memory for everything that a plan computes, laid out before the first step.
///
/// Tasks of one phase write disjoint parts of it, which no compiler can see: hence unchecked.
public final class Arena: @unchecked Sendable {
  /// Floats of an alignment step: a cache line.
  public static let alignment = 16

  /// The floats that a region takes up, so that the next one begins aligned.
  public static func aligned(_ floats: Int) -> Int { floats.blocks(of: alignment) * alignment }

  let base: UnsafeMutablePointer<Float>
  /// Floats in all.
  public let count: Int

  /// Reserves zeroed memory for a number of floats.
  ///
  /// - Throws: `KernelError.outOfMemory` when the system has none.
  public init(count: Int) throws(KernelError) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    guard
      let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else { throw .outOfMemory(bytes: bytes) }
    madvise(memory, bytes, MADV_HUGEPAGE)
    self.base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
  }

  deinit {
    munmap(base, max(count, 1) * MemoryLayout<Float>.stride)
  }

  /// Copies values into a region.
  public func write(_ values: [Float], to region: Region) {
    values.withUnsafeBufferPointer { source in
      guard let address = source.baseAddress else { return }
      (base + region.offset).update(from: address, count: min(region.count, source.count))
    }
  }

  /// Copies values that are in row-major order into a region that a tensor fills in some order.
  public func write(_ rows: [Float], to region: Region, order: Order, shape: [Int]) {
    precondition(rows.count == region.count, "\(rows.count) values for \(region.count)")
    rows.withUnsafeBufferPointer { source in
      guard let address = source.baseAddress else { return }
      order.arrange(address, shape: shape, to: base + region.offset)
    }
  }

  /// The values of a region.
  public func read(_ region: Region) -> [Float] {
    Array(UnsafeBufferPointer(start: base + region.offset, count: region.count))
  }

  /// The values in row-major order of a region that a tensor fills in some order.
  public func read(_ region: Region, order: Order, shape: [Int]) -> [Float] {
    [Float](unsafeUninitializedCapacity: region.count) { rows, count in
      guard let address = rows.baseAddress else { return }
      order.restore(base + region.offset, shape: shape, to: address)
      count = region.count
    }
  }

  /// Copies a region of another arena to one as long.
  public func copy(_ source: Region, of other: Arena, to region: Region) {
    precondition(source.count == region.count, "\(source.count) values for \(region.count)")
    (base + region.offset).update(from: other.base + source.offset, count: region.count)
  }

  /// Fills a region with zeros.
  public func clear(_ region: Region) {
    (base + region.offset).update(repeating: 0, count: region.count)
  }

  /// Whether a region holds an infinite or undefined number.
  public func hasNonFinite(_ region: Region) -> Bool {
    ck_any_nonfinite(base + region.offset, region.count) != 0
  }
}

/// What can go wrong below the engine.
public enum KernelError: Error, Equatable {
  /// The system gave no memory.
  case outOfMemory(bytes: Int)
}
