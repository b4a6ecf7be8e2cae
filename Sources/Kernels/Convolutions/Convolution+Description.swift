extension ConvolutionGeometry: CustomStringConvertible {
  /// Its sizes, such as `64 of 3x64x64, 64x32x32; 4x4 by 2`.
  public var description: String {
    let stride =
      strideHeight == strideWidth ? "\(strideHeight)" : "\(strideHeight)x\(strideWidth)"
    return "\(batch) of \(channels)x\(height)x\(width), \(filters)x\(outHeight)x\(outWidth); "
      + "\(kernelHeight)x\(kernelWidth) by \(stride)"
  }
}

extension Winograd: CustomStringConvertible {
  /// Its tiles and taps in the words of Lavin and Gray, such as `F(4x4, 2x2) in 4 phases`.
  public var description: String {
    let isShort = (wholeDown, wholeAcross) != (tilesDown, tilesAcross)
    return "F(\(Self.side)x\(Self.side), \(taps)x\(taps))"
      + (phases == 1 ? "" : " in \(phases) phases") + (isShort ? ", the last tiles shorter" : "")
  }
}
