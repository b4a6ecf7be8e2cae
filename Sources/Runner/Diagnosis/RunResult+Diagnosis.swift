extension RunResult.Divergence {
  /// The same in the terms of all that can be wrong.
  public var diagnosis: Diagnosis {
    Diagnosis(
      .notFinite(tensor: tensor, operation: operation), firstStep: step, lastStep: step)
  }
}
