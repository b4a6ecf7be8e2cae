internal import CKernels

/// A chain of elementwise operations in one pass over memory, with sums over rows on the way.
///
/// The space is `rows x channels`; operands are whole (`rows x channels`), one value a channel
/// (repeated for each row) or a single value. Tiles of about a thousand values stay in the first
/// cache between two operations. A sum over rows is cut into up to 64 partial sums, added in order.
public struct ElementwiseLoop: Kernel {
  /// What an operation does; see `ck_operation`.
  public enum Operation: UInt32, Sendable {
    /// `p`, `a + b`, `a - b`, `a * b`, `a / b`.
    case copy, fill, add, subtract, multiply, divide
    /// `a * p` and `a + p`.
    case scale, offset
    /// `a` where `a > 0`, else `a * p`; and `a` where `b > 0`, else `a * p`.
    case leakyRelu, gate
    /// The functions of one value.
    case sigmoid, tanh, softplus, squareRoot
  }

  /// How an operand covers the space.
  public enum Extent: Sendable {
    /// A value for each row and channel.
    case whole
    /// A value for each channel.
    case channel
    /// One value.
    case single
  }

  /// `registers[result] = operation(registers[a], registers[b], p)`.
  public struct Instruction: Sendable {
    let operation: Operation
    let result: Int
    let a: Int
    let b: Int
    let p: Float

    /// Makes an instruction; registers are numbered after the loads.
    public init(_ operation: Operation, result: Int, a: Int = 0, b: Int = 0, p: Float = 0) {
      self.operation = operation
      self.result = result
      self.a = a
      self.b = b
      self.p = p
    }
  }

  /// Where a register goes.
  public struct Output: Sendable {
    let register: Int
    let operand: Int

    /// Sends a register to an operand.
    public init(register: Int, operand: Int) {
      self.register = register
      self.operand = operand
    }
  }

  private let rows: Int
  private let channels: Int
  private let loads: [Extent]
  private let instructions: [Instruction]
  private let stores: [Output]
  private let sums: [Output]
  private let registers: Int
  /// Where the last instruction writes at once, instead of a register.
  private let direct: Output?

  private static let tile = 1_024
  private static let tilesOfTask = 16
  /// Values of a partial sum, at least, and partial sums at most.
  private static let partialValues = 1 << 15
  private static let mostPartials = 64

  private let rowsOfTile: Int
  private let columnsOfTile: Int
  private let columnBlocks: Int
  private let rowsOfTask: Int
  private let partials: Int

  /// The number of tasks in each phase.
  public let phases: [Int]
  /// Floats of scratch that all tasks share.
  public let sharedFloats: Int
  /// Bytes of scratch that each thread needs.
  public let localBytes: Int

  /// Makes a loop; operands are numbered as the launch binds them, loads first.
  public init(
    rows: Int, channels: Int, loads: [Extent], instructions: [Instruction], stores: [Output],
    sums: [Output]
  ) {
    self.rows = rows
    self.channels = channels
    self.loads = loads
    self.instructions = instructions
    self.sums = sums
    registers = max(loads.count, (instructions.map(\.result).max() ?? 0) + 1)
    // Where no earlier instruction has that register, and no sum or store still reads an operand, whose
    // memory the result takes over.
    let last = instructions.last?.result
    let isFree =
      instructions.dropLast().allSatisfy { $0.result != last }
      && (sums + stores).allSatisfy { $0.register >= loads.count }
    let direct = isFree ? stores.first { $0.register == last } : nil
    self.direct = direct
    self.stores = stores.filter { $0.operand != direct?.operand }
    columnsOfTile = min(channels, Self.tile)
    rowsOfTile = max(1, Self.tile / max(channels, 1))
    columnBlocks = channels.blocks(of: max(columnsOfTile, 1))
    partials = min(max(1, rows * channels / Self.partialValues), Self.mostPartials)
    if sums.isEmpty {
      rowsOfTask = rowsOfTile * (columnBlocks == 1 ? Self.tilesOfTask : 1)
      phases = [rows.blocks(of: rowsOfTask) * columnBlocks]
    } else {
      rowsOfTask = rows.blocks(of: partials)
      phases = [partials * columnBlocks, columnBlocks]
    }
    sharedFloats = sums.count * partials * channels
    localBytes =
      (registers + sums.count) * (Self.tile * MemoryLayout<Float>.stride + 64)
      + registers * MemoryLayout<Int>.stride
  }

  /// Runs one task.
  public func run(phase: Int, task: Int, _ context: borrowing TaskContext) {
    let column = task % columnBlocks * columnsOfTile
    let width = min(columnsOfTile, channels - column)
    if phase == 0 {
      let chunk = task / columnBlocks
      let first = min(chunk * rowsOfTask, rows)
      sweep(
        first..<min(first + rowsOfTask, rows), chunk: chunk, column: column, width: width, context)
    } else {
      addPartials(column: column, width: width, context)
    }
  }

  /// Whether so many equal parts of the rows can be computed apart from each other.
  public func canRun(inParts parts: Int) -> Bool { sums.isEmpty && rows % parts == 0 }

  /// Whether it only lets numbers through, or a part of them: what isn't finite stays so.
  public var isGate: Bool {
    instructions.allSatisfy { [.copy, .gate, .leakyRelu].contains($0.operation) }
  }

  /// Computes one of so many equal parts of the rows, where they can be cut.
  func run(part: Int, of parts: Int, _ context: borrowing TaskContext) {
    let some = rows / parts
    for column in Swift.stride(from: 0, to: channels, by: max(columnsOfTile, 1)) {
      sweep(
        part * some..<(part + 1) * some, chunk: 0, column: column,
        width: min(columnsOfTile, channels - column), context)
    }
  }

  /// The tiles of some rows and a block of columns; sums go to the partial ones of a chunk.
  private func sweep(
    _ some: Range<Int>, chunk: Int, column: Int, width: Int, _ context: borrowing TaskContext
  ) {
    // A cache line between two buffers keeps them from sharing a set of the cache.
    let stride = Self.tile + 16
    let buffers = context.local.assumingMemoryBound(to: Float.self)
    let pointers = UnsafeMutableRawPointer(buffers + (registers + sums.count) * stride)
      .assumingMemoryBound(to: UnsafeMutablePointer<Float>.self)
    let accumulators = buffers + registers * stride
    for register in 0..<registers {
      (pointers + register).initialize(to: buffers + register * stride)
    }
    let rowsAtOnce = min(rowsOfTile, some.count)
    repeatNarrowOperands(rows: rowsAtOnce, column: column, width: width, pointers, context)
    let fill = Self.map(.fill, context)
    for sum in sums.indices {
      fill(accumulators + sum * stride, buffers, buffers, 0, max(rowsAtOnce, 1) * width)
    }

    for row in Swift.stride(from: some.lowerBound, to: some.upperBound, by: rowsOfTile) {
      let count = min(rowsOfTile, some.upperBound - row) * width
      let place = row * channels + column
      var isFirst = true
      for (register, extent) in loads.enumerated() where extent == .whole {
        pointers[register] = context.operands[register] + place
        // One operation reads from memory at a time; what later ones read comes meanwhile.
        if !isFirst { ck_fetch(pointers[register], count) }
        isFirst = false
      }
      if let direct { pointers[direct.register] = context.operands[direct.operand] + place }
      for instruction in instructions {
        Self.map(instruction.operation, context)(
          pointers[instruction.result], pointers[instruction.a], pointers[instruction.b],
          instruction.p, count)
      }
      for (index, sum) in sums.enumerated() {
        let accumulator = accumulators + index * stride
        Self.map(.add, context)(
          accumulator, accumulator, pointers[sum.register], 0, count)
      }
      // Other stores come last: their memory may be that of an operand that is read above.
      for store in stores {
        let target = context.operands[store.operand] + place
        Self.map(.copy, context)(target, pointers[store.register], target, 0, count)
      }
    }

    for index in sums.indices {
      let accumulator = accumulators + index * stride
      addRows(rowsAtOnce, of: accumulator, width: width, context)
      let partial = context.shared + (index * partials + chunk) * channels + column
      Self.map(.copy, context)(partial, accumulator, accumulator, 0, width)
    }
  }

  /// Adds all rows to the first one, in order.
  private func addRows(
    _ rows: Int, of first: UnsafeMutablePointer<Float>, width: Int,
    _ context: borrowing TaskContext
  ) {
    guard width < 8 else {
      let add = Self.map(.add, context)
      for row in Swift.stride(from: 1, to: rows, by: 1) {
        add(first, first, first + row * width, 0, width)
      }
      return
    }
    // For so few values, calls would take many times what the additions do.
    for column in 0..<width {
      var sum = first[column]
      for row in Swift.stride(from: 1, to: rows, by: 1) { sum += first[row * width + column] }
      first[column] = sum
    }
  }

  /// Fills the registers of operands that do not change from row to row.
  private func repeatNarrowOperands(
    rows: Int, column: Int, width: Int,
    _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<Float>>,
    _ context: borrowing TaskContext
  ) {
    let copy = Self.map(.copy, context)
    for (register, extent) in loads.enumerated() {
      let operand = context.operands[register]
      switch extent {
      case .whole: continue
      case .single:
        Self.map(.fill, context)(pointers[register], operand, operand, operand[0], rows * width)
      case .channel:
        guard rows > 0 else { continue }
        let target = pointers[register]
        copy(target, operand + column, operand, 0, width)
        var filled = 1
        while filled < rows {
          let more = min(filled, rows - filled)
          copy(target + filled * width, target, target, 0, more * width)
          filled += more
        }
      }
    }
  }

  private func addPartials(column: Int, width: Int, _ context: borrowing TaskContext) {
    let add = Self.map(.add, context)
    for (index, sum) in sums.enumerated() {
      let target = context.operands[sum.operand] + column
      let partial = context.shared + index * partials * channels + column
      Self.map(.copy, context)(target, partial, partial, 0, width)
      for chunk in Swift.stride(from: 1, to: partials, by: 1) {
        add(target, target, partial + chunk * channels, 0, width)
      }
    }
  }

  private static func map(_ operation: Operation, _ context: borrowing TaskContext) -> ck_map {
    context.table.pointee.map[Int(operation.rawValue)]
  }
}
