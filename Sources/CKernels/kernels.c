#include "ckernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

#include "matrices.h"

#if defined(__x86_64__)

// Features are listed one by one: the level x86-64-v4 alone prefers vectors of half the width.
#define NAME(x) x##_avx512
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define LANES 16
#define ROWS 8
#define POINT_ROWS 8
#define POINT_PANELS 2
#include "set.inc"
#undef NAME
#undef TARGET
#undef LANES
#undef ROWS
#undef POINT_ROWS
#undef POINT_PANELS

#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2,fma")))
#define LANES 8
#define ROWS 6
#define POINT_ROWS 6
#define POINT_PANELS 1
#include "set.inc"
#undef NAME
#undef TARGET
#undef LANES
#undef ROWS
#undef POINT_ROWS
#undef POINT_PANELS

#endif

#define NAME(x) x##_plain
#define TARGET
#define LANES 4
#if defined(__aarch64__)
#define ROWS 8  // its 32 registers hold sixteen chains, enough for four units
#else
#define ROWS 4
#endif
#define POINT_ROWS 4
#define POINT_PANELS 1
#include "set.inc"

const struct ck_table *ck_table_avx512(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("fma"))
    return &table_avx512;
#endif
  return 0;
}

const struct ck_table *ck_table_avx2(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &table_avx2;
#endif
  return 0;
}

const struct ck_table *ck_table_plain(void) { return &table_plain; }

typedef float four __attribute__((vector_size(16), aligned(4)));

void ck_pack(const float *source, long stride, long rows, int columns, int width, float *panel) {
  for (long k = 0; k < rows; k++, source += stride, panel += width) {
    // Rows far apart are no stream that a processor would foresee.
    for (int j = 0; j < columns; j += CK_BLOCK) __builtin_prefetch(source + 16 * stride + j, 0, 2);
    int j = 0;
    for (; j + 4 <= columns; j += 4) *(four *)(panel + j) = *(const four *)(source + j);
    for (; j < columns; j++) panel[j] = source[j];
    for (; j < width; j++) panel[j] = 0;
  }
}

// target[j * step + i] = source[i * stride + j] for i, j in 0 ..< 4.
static inline void transpose_four(const float *source, long stride, float *target, long step) {
  four row[4], pair[4];
  for (int i = 0; i < 4; i++) row[i] = *(const four *)(source + i * stride);
  pair[0] = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
  pair[1] = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  pair[2] = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
  pair[3] = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  *(four *)(target) = __builtin_shufflevector(pair[0], pair[2], 0, 1, 4, 5);
  *(four *)(target + step) = __builtin_shufflevector(pair[0], pair[2], 2, 3, 6, 7);
  *(four *)(target + 2 * step) = __builtin_shufflevector(pair[1], pair[3], 0, 1, 4, 5);
  *(four *)(target + 3 * step) = __builtin_shufflevector(pair[1], pair[3], 2, 3, 6, 7);
}

void ck_pack_transposed(const float *source, long stride, long rows, int columns, int width,
                        float *panel) {
  // Sixteen values of k at a time are a cache line of each column.
  for (long k = 0; k < rows; k += CK_BLOCK) {
    const long end = rows - k < CK_BLOCK ? rows : k + CK_BLOCK;
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      const float *const line = source + j * stride;
      long i = k;
      for (; i + 4 <= end; i += 4) transpose_four(line + i, stride, panel + i * width + j, width);
      for (; i < end; i++)
        for (int c = 0; c < 4; c++) panel[i * width + j + c] = line[c * stride + i];
    }
    for (long i = k; i < end; i++) {
      for (int c = j; c < columns; c++) panel[i * width + c] = source[c * stride + i];
      for (int c = columns; c < width; c++) panel[i * width + c] = 0;
    }
  }
}

void ck_copy_block(const float *source, long stride, int rows, int columns, float *target) {
  ck_pack(source, stride, rows, columns, CK_BLOCK, target);
  for (int i = rows * CK_BLOCK; i < CK_BLOCK * CK_BLOCK; i++) target[i] = 0;
}

void ck_transpose_block(const float *source, long stride, int rows, int columns, float *target) {
  float whole[CK_BLOCK * CK_BLOCK];
  if (rows < CK_BLOCK || columns < CK_BLOCK) {
    ck_copy_block(source, stride, rows, columns, whole);
    source = whole;
    stride = CK_BLOCK;
  }
  for (int i = 0; i < CK_BLOCK; i += 4)
    for (int j = 0; j < CK_BLOCK; j += 4)
      transpose_four(source + i * stride + j, stride, target + j * CK_BLOCK + i, CK_BLOCK);
}

int ck_any_nonfinite(const float *values, long n) {
  int found = 0;
  for (long i = 0; i < n; i++) {
    unsigned bits;
    memcpy(&bits, values + i, 4);
    found |= (bits & 0x7f800000) == 0x7f800000;
  }
  return found;
}
