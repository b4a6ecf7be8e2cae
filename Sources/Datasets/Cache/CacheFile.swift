internal import Glibc

/// A cache file of one data set: looked up, or built under a lock and published whole.
///
/// Its name stands for the source and the target, its header for the very files: when they
/// change, the file is replaced and none is left behind.
struct CacheFile {
  let folder: CacheFolder
  let name: String

  private var path: String { "\(folder.path)/\(name).pixels" }
  private var partialPath: String { path + ".partial" }

  /// The images of an earlier run, if they are whole and made from the same.
  func load(shape: DatasetShape, key: [UInt8]) -> (store: PixelStore, header: CacheHeader)? {
    guard let pixels = shape.bytes else { return nil }
    let length = CacheHeader.bytes + pixels
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let status = try? FileStatus(descriptor: descriptor), status.kind == .file,
      status.size == length,
      let store = try? PixelStore(mapping: descriptor, length: length, writable: false)
    else { return nil }
    let page = store.withBytes(0..<CacheHeader.bytes) { span in
      span.indices.map { span[$0] }
    }
    guard let header = CacheHeader(page, shape: shape, key: key),
      store.withBytes(CacheHeader.bytes..<length, { shape.digest(of: $0) }) == header.digest
    else { return nil }
    return (store, header)
  }

  /// A file to build in that no other process has; nil where there is no place to keep one.
  func begin(shape: DatasetShape) -> Building? {
    folder.create()
    guard let pixels = shape.bytes, folder.hasRoom(for: pixels) else { return nil }
    let descriptor = open(partialPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return nil }
    // Another process at the same work would be in the way: then each keeps its own in memory.
    // Who got the lock of a file that was published meanwhile has the wrong one.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0,
      let mine = try? FileStatus(descriptor: descriptor),
      let theirs = try? FileStatus(partialPath), mine.identity == theirs.identity
    else {
      close(descriptor)
      return nil
    }
    // The space is taken at once: to run out of it later would be a fault in memory.
    guard ftruncate(descriptor, 0) == 0,
      posix_fallocate(descriptor, 0, CacheHeader.bytes + pixels) == 0,
      let store = try? PixelStore(
        mapping: descriptor, length: CacheHeader.bytes + pixels, writable: true)
    else {
      // What was taken until it failed is given back.
      unlink(partialPath)
      close(descriptor)
      return nil
    }
    return Building(file: self, descriptor: descriptor, store: store)
  }

  /// A cache file that is being built; one that is never published is left out.
  final class Building {
    let store: PixelStore
    private let file: CacheFile
    private let descriptor: Int32
    private var isPublished = false

    fileprivate init(file: CacheFile, descriptor: Int32, store: PixelStore) {
      self.file = file
      self.descriptor = descriptor
      self.store = store
    }

    deinit {
      if !isPublished { unlink(file.partialPath) }
      close(descriptor)
    }

    /// Lets later runs find it; a failure only means that they won't.
    func publish(_ header: CacheHeader) {
      store.write(header.encoded, at: 0)
      guard (try? store.synchronize()) != nil, fsync(descriptor) == 0,
        rename(file.partialPath, file.path) == 0
      else { return }
      isPublished = true
      let folder = open(file.folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard folder >= 0 else { return }
      fsync(folder)
      close(folder)
    }
  }
}
