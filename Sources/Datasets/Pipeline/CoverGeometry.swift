/// How an image is made to cover a target: resized by its tighter side, then cropped in the middle.
///
/// The rounding is torchvision's: `Resize` of the shorter side cuts the longer one's fraction off,
/// `CenterCrop` rounds half the excess, to even where it is in the middle.
struct CoverGeometry: Equatable {
  let resizedWidth: Int
  let resizedHeight: Int
  let left: Int
  let top: Int

  init(width: Int, height: Int, targetWidth: Int, targetHeight: Int) {
    if targetWidth * height >= targetHeight * width {
      resizedWidth = targetWidth
      resizedHeight = targetWidth * height / width
    } else {
      resizedWidth = targetHeight * width / height
      resizedHeight = targetHeight
    }
    left = Self.half(resizedWidth - targetWidth)
    top = Self.half(resizedHeight - targetHeight)
  }

  private static func half(_ excess: Int) -> Int {
    let floor = excess / 2
    return excess % 2 == 1 && floor % 2 == 1 ? floor + 1 : floor
  }
}
