extension SpecDecoder {
  func latent(_ entry: Entry?) -> Latent? {
    guard let entry else { return .normal }
    return word(entry)
  }

  func train(_ entry: Entry) -> TrainSpec? {
    guard var fields = fields(entry) else { return nil }
    let batch = fields.required("batch")
    let batchSize = batch.flatMap { integer($0, in: .sizes) }
    let length = fields.exclusive(["epochs", "steps"], isRequired: true, log: log)
    let count = length.flatMap { integer($0, in: .counts) }
    let steps = fields.optional("discriminator_steps")
    // Each is a part of one graph.
    let discriminatorSteps = optional(steps, default: 1) { integer($0, in: 1...1_000) }
    let joint = optional(fields.optional("joint_batches"), default: false) { boolean($0) }
    let new = optional(fields.optional("new_fakes"), default: false) { boolean($0) }
    let stop = fields.optional("stop_when")
    let stopWhen = stop.flatMap { self.stopWhen($0) }
    fields.finish(log)
    guard let batchSize, let length, let count, let discriminatorSteps, let joint, let new,
      stop == nil || stopWhen != nil
    else { return nil }
    return TrainSpec(
      batch: batchSize, batchMark: batch?.value.mark,
      length: length.key == "epochs" ? .epochs(count) : .steps(count),
      discriminatorSteps: discriminatorSteps, jointBatches: joint, newFakes: new,
      stopWhen: stopWhen)
  }

  func samples(_ entry: Entry?) -> SamplesSpec? {
    let defaults = SamplesSpec(every: 500, count: 64, batchNorm: .running)
    guard let entry else { return defaults }
    guard var fields = fields(entry) else { return nil }
    let every = optional(fields.optional("every"), default: defaults.every) {
      integer($0, in: .counts)
    }
    let count = optional(fields.optional("count"), default: defaults.count) {
      integer($0, in: .counts)
    }
    let batchNorm: SamplesSpec.BatchNorm? = optional(
      fields.optional("batch_norm"), default: defaults.batchNorm
    ) { word($0) }
    fields.finish(log)
    guard let every, let count, let batchNorm else { return nil }
    return SamplesSpec(every: every, count: count, batchNorm: batchNorm)
  }

  func checkpoints(_ entry: Entry?) -> CheckpointsSpec? {
    let defaults = CheckpointsSpec(interval: .minutes(5), keep: nil)
    guard let entry else { return defaults }
    guard var fields = fields(entry) else { return nil }
    let written = fields.exclusive(["every", "minutes"], isRequired: false, log: log)
    let interval: CheckpointsSpec.Interval? = optional(written, default: defaults.interval) {
      $0.key == "every"
        ? integer($0, in: .counts).map { .steps($0) }
        : real($0, in: .positive).map { .minutes($0) }
    }
    let keep = fields.optional("keep")
    let count = keep.flatMap { integer($0, in: .counts) }
    fields.finish(log)
    guard let interval, keep == nil || count != nil else { return nil }
    return CheckpointsSpec(interval: interval, keep: count)
  }

  func logEvery(_ entry: Entry?) -> Int? {
    guard let entry else { return 10 }
    guard var fields = fields(entry) else { return nil }
    let every = optional(fields.optional("every"), default: 10) { integer($0, in: .counts) }
    fields.finish(log)
    return every
  }

  /// The value of a key that may be left out; nil only where it is written and wrong.
  func optional<Value>(
    _ entry: Entry?, default defaultValue: Value, decode: (Entry) -> Value?
  ) -> Value? {
    guard let entry else { return defaultValue }
    return decode(entry)
  }
}
