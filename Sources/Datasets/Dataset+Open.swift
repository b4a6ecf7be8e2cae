internal import Crypto
internal import Glibc
public import ModelSpec

extension Dataset {
  /// Opens the data of a spec: from the cache, or by decoding it.
  ///
  /// `progress` is told from several threads how many images are decoded, of how many.
  public static func open(
    _ spec: Spec, cache: CacheFolder? = .standard,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(DatasetError) -> Dataset {
    let target = ImageTarget(
      height: spec.data.height, width: spec.data.width, channels: spec.nc,
      background: spec.data.background)
    return try open(Source(spec.data.source), target: target, cache: cache, progress: progress)
  }

  /// Opens data as a target has it.
  package static func open(
    _ source: Source, target: ImageTarget, cache: CacheFolder?,
    progress: (@Sendable (_ done: Int, _ count: Int) -> Void)? = nil
  ) throws(DatasetError) -> Dataset {
    let images = try source.images(as: target)
    let shape = DatasetShape(
      count: images.count, height: target.height, width: target.width, channels: target.channels)
    let key = sha256("\(images.origin)\n\(images.identity)")
    let file = cache.map {
      CacheFile(folder: $0, name: sha256(images.origin).prefix(16).hexadecimal)
    }
    if let (store, header) = file?.load(shape: shape, key: key) {
      return Dataset(
        header: header, store: store, offset: CacheHeader.bytes,
        warnings: warnings(header, images.skipped), cameFromCache: true)
    }

    let building = file?.begin(shape: shape)
    let offset = building == nil ? 0 : CacheHeader.bytes
    let store = if let building { building.store } else { try memory(for: shape) }
    let builder = PixelBuilder(
      images: images, shape: shape, store: store, offset: offset, progress: progress)
    let colored = try builder.run()
    let length = shape.count * shape.imageBytes
    let digest = store.withBytes(offset..<(offset + length)) { shape.digest(of: $0) }
    let header = CacheHeader(shape: shape, colored: colored, key: key, digest: digest)
    building?.publish(header)
    return Dataset(
      header: header, store: store, offset: offset, warnings: warnings(header, images.skipped),
      cameFromCache: false)
  }

  /// Half of the machine's memory is the most that is taken for data that cannot be cached.
  private static func memory(for shape: DatasetShape) throws(DatasetError) -> PixelStore {
    let limit = sysconf(Int32(_SC_PHYS_PAGES)) / 2 * sysconf(Int32(_SC_PAGESIZE))
    guard let bytes = shape.bytes, bytes <= limit, let store = try? PixelStore(inMemory: bytes)
    else {
      throw .tooMuchData(
        count: shape.count, height: shape.height, width: shape.width, channels: shape.channels)
    }
    return store
  }

  private static func warnings(
    _ header: CacheHeader, _ skipped: SkippedFiles
  ) -> [DatasetWarning] {
    var warnings: [DatasetWarning] = []
    if header.shape.channels == 1, header.colored > 0 {
      warnings.append(.colorDropped(images: header.colored, of: header.shape.count))
    } else if header.shape.channels == 3, header.colored == 0 {
      warnings.append(.greyTripled(images: header.shape.count))
    }
    if let example = skipped.example {
      warnings.append(.filesSkipped(count: skipped.count, example: example))
    }
    return warnings
  }

  private static func sha256(_ text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }
}
