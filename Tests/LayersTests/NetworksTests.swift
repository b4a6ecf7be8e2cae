import Layers
import ModelSpec
import Testing

@Suite struct NetworksTests {
  /// What a spec's networks are blamed for, as `line: message | help`.
  private func problems(_ text: String, _ overrides: String...) throws -> [String] {
    var spec = try SpecText.read(text)
    if let override = overrides.first {
      spec = try SpecText.read(text, override)
    }
    do {
      _ = try Networks(spec)
      return []
    } catch {
      return error.diagnostics.map { diagnostic in
        let place = diagnostic.mark.map { "\($0.line):\($0.column): " } ?? ""
        let help = diagnostic.problem.help.map { " | \($0)" } ?? ""
        return place + diagnostic.problem.message + help
      }
    }
  }

  private func edited(_ from: String, _ to: String) -> String {
    SpecText.small.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.contains(from) ? String($0).replacing(from, with: to) : String($0) }
      .joined(separator: "\n")
  }

  @Test func aRightSpecHasNoProblems() throws {
    #expect(try problems(SpecText.small) == [])
  }

  @Test func aKernelThatDoesNotFit() throws {
    let text = edited("- conv: {out: 1, kernel: 4}", "- conv: {out: 1, kernel: 7}")
    #expect(
      try problems(text) == [
        "14:28: conv: a kernel of 7x7 does not fit into 8x4x4 | the largest kernel here is 4x4"
      ])
  }

  @Test func aMapWhereOneValueIsDue() throws {
    let text = edited("- conv: {out: 1, kernel: 4}", "- conv: {out: 1, kernel: 2}")
    #expect(
      try problems(text) == [
        "14:5: the discriminator gives 1x3x3 for an image, where one value is due"
          + " | layer 3 conv: `kernel: 4` would give one value"
      ])
  }

  @Test func aMapOfFiveByFive() throws {
    let text = SpecText.small.replacing("size: 8", with: "size: 16")
      .replacing("{out: ngf, kernel: 4, bias", with: "{out: ngf, kernel: 8, bias")
    #expect(
      try problems(text) == [
        "14:5: the discriminator gives 1x5x5 for an image, where one value is due"
          + " | layer 3 conv: `kernel: 8` would give one value"
      ])
  }

  @Test func imagesOfAnotherSize() throws {
    let text = edited("stride: 2, padding: 1}", "stride: 4}")
      .replacing(
        "- conv: {out: ndf, kernel: 4, stride: 4}",
        with: "- conv: {out: ndf, kernel: 4, stride: 2, padding: 1}")
    #expect(
      try problems(text) == [
        "8:5: the generator makes 3x16x16, but the images are 3x8x8 (model.nc, data.size)"
          + " | set data.size: 16, or change the strides of the generator"
      ])
  }

  @Test func imagesOfOtherChannels() throws {
    let text = edited("{out: nc, kernel: 4, stride", "{out: 4, kernel: 4, stride")
    #expect(
      try problems(text).first?.hasPrefix(
        "8:5: the generator makes 4x8x8, but the images are 3x8x8") == true)
  }

  @Test func featuresWhereImagesAreDue() throws {
    let text = edited("- conv: {out: 1, kernel: 4}", "- linear: 1")
    #expect(
      try problems(text) == [
        "14:5: linear takes rows of features [F], but gets 8x4x4 | put `flatten` before it"
      ])
  }

  @Test func outputPaddingAsLargeAsTheStride() throws {
    let text = edited(
      "{out: nc, kernel: 4, stride: 2, padding: 1}",
      "{out: nc, kernel: 4, stride: 2, padding: 1, output_padding: 2}")
    #expect(
      try problems(text).first?.contains(
        ": conv_transpose: output_padding 2x2 must be smaller than the stride 2x2") == true)
  }

  @Test func nothingIsLeft() throws {
    let text = edited("{out: ngf, kernel: 4, bias", "{out: ngf, kernel: 4, padding: 2, bias")
    #expect(
      try problems(text).first?.contains("nothing is left: the result would have the size 0x0")
        == true)
  }

  @Test func reshapeToAnotherCount() throws {
    let text = edited("- conv_transpose: {out: ngf, kernel: 4, bias: false}", "- linear: 100")
      .replacing("  - relu\n", with: "  - reshape: [8, 4, 4]\n")
    #expect(
      try problems(text) == [
        "7:14: reshape: there are 100 values, but 8x4x4 has 128"
          + " | the product of the shape must be the number of values"
      ])
  }

  @Test func oneValueHasNoVariance() throws {
    let text = edited("kernel: 4, bias: false}", "kernel: 1, bias: false}")
      .replacing("batch: 4", with: "batch: 1")
    #expect(try problems(text).contains { $0.contains("one value a channel has no variance") })
  }

  @Test func schemesThatNeedAMatrix() throws {
    let text = SpecText.small + "\ninit: {batch_norm: {weight: orthogonal, bias: 0}}"
    #expect(try problems(text).count == 1)
    #expect(
      try problems(text).first?.contains("orthogonal needs a weight of at least two dimensions")
        == true)
  }

  @Test func mistakesOfBothNetworksAtOnce() throws {
    let text = edited("kernel: 4, bias: false}", "kernel: 4, padding: 9, bias: false}")
      .replacing("- conv: {out: 1, kernel: 4}", with: "- conv: {out: 1, kernel: 9}")
    #expect(try problems(text).count == 2)
  }

  @Test func mistakesOfAnOverrideAreItsOwn() throws {
    let spec = try SpecText.read(SpecText.small, "discriminator.3.conv.kernel=9")
    #expect {
      _ = try Networks(spec)
    } throws: { error in
      (error as? SpecError)?.diagnostics.first?.mark?.origin
        == .override("discriminator.3.conv.kernel=9")
    }
  }

  @Test func theLayerThatMendsIsNamedThroughBatchNorm() throws {
    let text = edited("- conv: {out: 1, kernel: 4}", "- conv: {out: 1, kernel: 2}")
      .replacing("  - sigmoid", with: "  - batch_norm\n  - sigmoid")
    #expect(try problems(text).first?.contains("layer 3 conv: `kernel: 4`") == true)
  }

  @Test func shapesThatAreNone() throws {
    let text = edited("  - relu", "  - reshape: [8, 16]")
    #expect(
      try problems(text) == [
        "7:14: reshape: a shape is [channels, height, width] or [features], not [8, 16]"
      ])
  }

  @Test func rangesTheWrongWayRound() throws {
    let text = SpecText.small + "\ninit: {conv: {uniform: {a: 0.05, b: -0.05}}}"
    let found = try problems(text)
    #expect(
      found == [
        "19:37: uniform: nothing lies between 0.05 and -0.05"
          + " | `a` is the lower end and `b` the upper one"
      ])
  }

  @Test(arguments: [
    "model.nz=16777216", "data.size=1024",
    "generator.2={reshape: [16777216, 16777216, 16777216]}",
  ]) func sizesBeyondReasonAreRefused(override: String) throws {
    #expect(try !problems(SpecText.small, override).isEmpty)
  }

  @Test func jointBatchesGiveBatchNormTwoValues() throws {
    let text = SpecText.small.replacing("batch: 4", with: "batch: 1")
      .replacing("  - sigmoid", with: "  - batch_norm\n  - sigmoid")
      .replacing("kernel: 4, bias: false}", with: "kernel: 4, bias: false}")
    #expect(try problems(text).contains { $0.contains("one value a channel") })
    #expect(try problems(text, "train.joint_batches=true").isEmpty)
  }
}
