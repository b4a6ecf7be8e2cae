internal import Kernels

/// Where each value lies in the arena: values whose lives don't overlap share memory.
struct MemoryPlan {
  private(set) var regions: [Value: Region] = [:]
  private(set) var stateRegions: [String: Region] = [:]
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

  /// The value that owns the memory of a value, and where in it.
  private func owner(of value: Value) -> (base: Value, offset: Int) {
    var base = value
    var offset = 0
    while let view = schedule.view(of: base) {
      base = view.base
      offset += view.offset
    }
    return (base, offset)
  }

  private mutating func findLastReads() {
    for (index, step) in steps.enumerated() {
      for value in step.reads { lastRead[owner(of: value).base] = index }
    }
    for value in schedule.graph.outputs.map(\.value) + schedule.graph.updates.map(\.value) {
      lastRead[owner(of: value).base] = steps.count
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
      let base = owner(of: value).base
      if base == value, regions[value] == nil, let step = writer[value],
        lastRead[state, default: -1] < step
          || (lastRead[state] == step && steps[step].replaceable.contains(state)
            && !steps[step].narrow.contains { owner(of: $0).base == state })
      {
        regions[value] = region
      } else {
        copies.append((value, name))
      }
    }
  }

  /// Everything else, first fit among the gaps of what is dead.
  private mutating func placeTemporary() {
    let first = count
    // Regions in use, by offset.
    var used: [(region: Region, value: Value)] = []
    for (index, step) in steps.enumerated() {
      let narrow = Set(step.narrow.map { owner(of: $0).base })
      var replaceable = step.replaceable.filter { value in
        lastRead[value] == index && !narrow.contains(value)
          && used.contains { $0.value == value }
      }
      for value in step.writes where regions[value] == nil {
        let floats = schedule.graph.node(value).shape.reduce(1, *)
        if let taken = replaceable.first(where: { regions[$0]?.count == floats }),
          let place = used.firstIndex(where: { $0.value == taken })
        {
          replaceable.remove(taken)
          regions[value] = used[place].region
          used[place].value = value
          continue
        }
        let aligned = Arena.aligned(floats)
        var offset = first
        var place = 0
        while place < used.count, used[place].region.offset - offset < aligned {
          let region = used[place].region
          offset = max(offset, region.offset + Arena.aligned(region.count))
          place += 1
        }
        let region = Region(offset: offset, count: floats)
        used.insert((region, value), at: place)
        regions[value] = region
        count = max(count, offset + aligned)
      }
      used.removeAll { lastRead[$0.value, default: index] <= index }
    }
  }

  private mutating func placeViews() {
    for index in schedule.graph.nodes.indices {
      let value = Value(index: index)
      guard schedule.view(of: value) != nil else { continue }
      let (base, offset) = owner(of: value)
      if let region = regions[base] {
        regions[value] = Region(
          offset: region.offset + offset,
          count: schedule.graph.node(value).shape.reduce(1, *))
      }
    }
  }
}
