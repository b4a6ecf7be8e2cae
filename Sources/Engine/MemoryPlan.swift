internal import Kernels

/// Where each value lies in the arena: values whose lives don't overlap share memory.
struct MemoryPlan {
  private(set) var regions: [Value: Region] = [:]
  private(set) var stateRegions: [String: Region] = [:]
  /// The scratch of each step, which is dead after it.
  private(set) var scratch: [Region] = []
  /// Updates that could not be computed in the state's own place, to be copied at the end.
  private(set) var copies: [(from: Value, to: String)] = []
  /// Floats in all.
  private(set) var count = 0

  private let schedule: Schedule
  private let steps: [LoweredStep]
  /// The last step that reads a value's memory, through any view.
  private var lastRead: [Value: Int] = [:]

  init(_ schedule: Schedule, steps: [LoweredStep]) {
    self.schedule = schedule
    self.steps = steps
    findLastReads()
    placeLasting()
    placeTemporary()
    placeViews()
  }

  private mutating func findLastReads() {
    for (index, step) in steps.enumerated() {
      for value in step.reads { lastRead[schedule.owner(of: value).base] = index }
    }
    for value in schedule.graph.outputs.map(\.value) + schedule.graph.updates.map(\.value) {
      lastRead[schedule.owner(of: value).base] = steps.count
    }
  }

  private mutating func allocate(_ floats: Int) -> Region {
    let region = Region(offset: count, count: floats)
    count += Arena.aligned(floats)
    return region
  }

  /// Inputs and states, and updates that can be computed in their state's place.
  private mutating func placeLasting() {
    let graph = schedule.graph
    var states: [String: Value] = [:]
    for (index, node) in graph.nodes.enumerated() {
      let value = Value(index: index)
      switch node.operation {
      case .input:
        regions[value] = allocate(node.shape.reduce(1, *))
      case .state(let name):
        let region = allocate(node.shape.reduce(1, *))
        regions[value] = region
        stateRegions[name] = region
        states[name] = value
      default: continue
      }
    }
    var writer: [Value: Int] = [:]
    for (index, step) in steps.enumerated() {
      for value in step.writes { writer[value] = index }
    }
    for (name, value) in graph.updates {
      guard let state = states[name], let region = regions[state] else { continue }
      let base = schedule.owner(of: value).base
      if base == value, regions[value] == nil, let step = writer[value],
        lastRead[state, default: -1] < step
          || (lastRead[state] == step
            && steps[step].replaceable[value, default: []].contains(state)
            && !steps[step].narrow.contains { schedule.owner(of: $0).base == state })
      {
        regions[value] = region
      } else {
        copies.append((value, name))
      }
    }
  }

  /// Memory that values take over from each other, or a step's scratch.
  private struct Buffer {
    let floats: Int
    var values: [Value] = []
    /// The step whose scratch it is, if it is any's.
    var scratchOf: Int?
    /// The steps from the first that writes it to the last that reads it.
    var life: ClosedRange<Int>
    var region = Region(offset: 0, count: 0)
  }

  /// Everything else: the largest buffers first, each where no other lies during its life.
  private mutating func placeTemporary() {
    let first = count
    let buffers = self.buffers()
    let order = buffers.indices.sorted { a, b in
      (-buffers[a].floats, a) < (-buffers[b].floats, b)
    }
    scratch = steps.map { _ in Region(offset: first, count: 0) }
    // Sorted by offset.
    var placed: [Buffer] = []
    for index in order {
      var buffer = buffers[index]
      let aligned = Arena.aligned(buffer.floats)
      var offset = first
      for other in placed where other.life.overlaps(buffer.life) {
        if other.region.offset - offset >= aligned { break }
        offset = max(offset, other.region.offset + Arena.aligned(other.floats))
      }
      buffer.region = Region(offset: offset, count: buffer.floats)
      let place = placed.firstIndex { $0.region.offset > offset } ?? placed.endIndex
      placed.insert(buffer, at: place)
      count = max(count, offset + aligned)
      for value in buffer.values { regions[value] = buffer.region }
      if let step = buffer.scratchOf { scratch[step] = buffer.region }
    }
  }

  /// The buffers in the order of the steps.
  private func buffers() -> [Buffer] {
    var buffers: [Buffer] = []
    var owners: [Value: Int] = [:]
    for (index, step) in steps.enumerated() {
      let narrow = Set(step.narrow.map { schedule.owner(of: $0).base })
      var taken: Set<Value> = []
      for value in step.writes where regions[value] == nil {
        let floats = schedule.graph.node(value).shape.reduce(1, *)
        let end = max(index, lastRead[value, default: index])
        let old = step.replaceable[value, default: []].subtracting(taken)
          .filter { lastRead[$0] == index && !narrow.contains($0) }
          .compactMap { value in owners[value].map { (value, $0) } }
          .filter { buffers[$0.1].floats == floats }.min { $0.1 < $1.1 }
        if let (replaced, place) = old {
          taken.insert(replaced)
          buffers[place].values.append(value)
          buffers[place].life = buffers[place].life.lowerBound...end
          owners[value] = place
        } else {
          owners[value] = buffers.count
          buffers.append(Buffer(floats: floats, values: [value], life: index...end))
        }
      }
      if step.kernel.sharedFloats > 0 {
        buffers.append(
          Buffer(floats: step.kernel.sharedFloats, scratchOf: index, life: index...index))
      }
    }
    return buffers
  }

  private mutating func placeViews() {
    for index in schedule.graph.nodes.indices {
      let value = Value(index: index)
      guard schedule.view(of: value) != nil else { continue }
      let (base, offset) = schedule.owner(of: value)
      if let region = regions[base] {
        regions[value] = Region(
          offset: region.offset + offset,
          count: schedule.graph.node(value).shape.reduce(1, *))
      }
    }
  }
}
