internal import CKernels

/// The vector instructions that the innermost loops use; all give the same bits.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// AVX-512 (F, VL, DQ, BW).
  case avx512
  /// AVX2 and FMA.
  case avx2
  /// What every processor of the architecture has; slow where that includes no fused multiply-add.
  case plain

  /// The sets of this machine, the fastest first.
  public static var available: [InstructionSet] {
    allCases.filter { $0.table != nil }
  }

  /// The fastest set of this machine.
  public static var best: InstructionSet {
    available.first ?? .plain
  }

  /// Columns of the widest panel of any set: `tile_columns` of AVX-512.
  static let widestPanel = 32

  /// The loops compiled for the set; nil where the machine lacks it.
  var table: UnsafePointer<ck_table>? {
    switch self {
    case .avx512: ck_table_avx512()
    case .avx2: ck_table_avx2()
    case .plain: ck_table_plain()
    }
  }
}
