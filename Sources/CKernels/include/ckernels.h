// The innermost loops, compiled once for each instruction set and chosen through a table.
//
// Every loop gives the same bits in each table: chains of fused multiply-adds run in the order of
// k, and nothing depends on the width of a vector.
#pragma once

#if !defined(__clang__)
#define _Nonnull
#define _Nullable
#endif

// An elementwise operation: out[i] = f(a[i], b[i], p), with b and p where the operation has them.
typedef void (*_Nonnull ck_map)(float *_Nonnull out, const float *_Nonnull a,
                                const float *_Nonnull b, float p, long n);

enum ck_operation {
  CK_COPY,         // a
  CK_FILL,         // p
  CK_ADD,          // a + b
  CK_SUBTRACT,     // a - b
  CK_MULTIPLY,     // a * b
  CK_DIVIDE,       // a / b
  CK_SCALE,        // a * p
  CK_OFFSET,       // a + p
  CK_LEAKY_RELU,   // a if a > 0, else a * p
  CK_GATE,         // a if b > 0, else a * p
  CK_SIGMOID,      // 1 / (1 + exp(-a))
  CK_TANH,         // tanh(a)
  CK_SOFTPLUS,     // log(1 + exp(a))
  CK_SQUARE_ROOT,  // sqrt(a)
  CK_OPERATIONS
};

// Channels in a block: what Winograd's loops read and write at once, a cache line.
#define CK_BLOCK 16
// Blocks of channels whose chain runs through before it is added to the rest.
#define CK_SEGMENTS 8

// Winograd's transforms, by what they go from and to: matrices of pixels or taps, and points.
enum ck_transform_kind {
  CK_SPREAD_LARGE,   // pixels of the large image to points
  CK_GATHER_LARGE,   // its transpose; may add to the pixels that it shares with tiles before
  CK_SPREAD_SMALL,   // pixels of the small image to points: the transpose of
  CK_GATHER_SMALL,   // points to pixels of the small image
  CK_SPREAD_FILTER,  // taps to points
  CK_GATHER_FILTER,  // its transpose
  CK_TRANSFORMS
};

// Tiles, by the taps of a filter's side. A short side has three results instead of four, where the
// last tiles would reach beyond the image: it is zero at the fourth of five points.
enum ck_tile {
  CK_TILE_2,
  CK_TILE_2_SHORT_DOWN,
  CK_TILE_2_SHORT_ACROSS,
  CK_TILE_2_SHORT,
  CK_TILE_3,
  CK_TILES
};

// One two-sided transform, M in M', for some blocks of channels.
struct ck_transform {
  float *_Nonnull const *_Nonnull pixels;  // the entries of the matrix of pixels or taps, in rows
  long pixel_step;        // from one block to the next behind each entry
  float *_Nonnull points;  // the first block of the first point
  long plane, point_step;  // from one point to the next, and from one block to the next
  long blocks;
  int last;    // channels of the last block; the rest count as zero, or stay
  int edges;   // CK_GATHER_LARGE: 1 adds to the first rows, 2 to the first columns
  long ahead;  // how far behind the entries lies what is wanted next, and fetched meanwhile
};

typedef void (*_Nonnull ck_transformation)(const struct ck_transform *_Nonnull);

struct ck_table {
  // The register tile of the matrix product: rows of A by columns of a panel of B.
  int tile_rows, tile_columns;

  // c[i][0 ..< columns] (+)= sum over s, k of a[s * tile_rows + i][k] * b[s * length + k][...]
  // for i in 0 ..< rows. Each output is one chain of fused multiply-adds over (s, k) in order.
  // b is [segments * length][tile_columns]; every a pointer of the tile must be readable.
  void (*_Nonnull product)(const float *_Nullable const *_Nonnull a, long segments, long length,
                           const float *_Nonnull b, float *_Nullable const *_Nonnull c,
                           int rows, int columns, int accumulate);

  // c[i][j] (+)= sum over s, k of a[i][s * segment_step + k * step] * b[s * length + k][j] for i in
  // 0 ..< rows, j in 0 ..< columns, where rows of b and c lie `stride` floats apart. Each output is
  // one chain of fused multiply-adds over (s, k) in order. `scratch` has room for segments * length
  // * tile_columns floats; `count` floats from `next` on are fetched into the cache along the way.
  void (*_Nonnull stepped_product)(const float *_Nullable const *_Nonnull a, long rows,
                                   long segments, long segment_step, long length, long step,
                                   const float *_Nonnull b, long stride, long columns,
                                   float *_Nonnull scratch, float *_Nonnull c, int accumulate,
                                   const float *_Nonnull next, long count);

  // c[i] (+)= sum over k of a[i * stride + k] * b[k] for i in 0 ..< rows. Each output is one chain
  // of fused multiply-adds over k in order.
  void (*_Nonnull dots)(const float *_Nonnull a, long stride, long rows, long length,
                        const float *_Nonnull b, float *_Nonnull c, int accumulate);

  // Lays the pieces of rows of pixels over each other, `step` floats apart, and adds them up:
  // target[x * step + i] = sum over r, d of rows[r][(x - d) * stride + d * step + i] for
  // d * step + i < length and i < step, in order. Reads up to step + 16 floats beyond the rows, and
  // writes up to 16 zeros beyond the target.
  void (*_Nonnull fold)(const float *_Nullable const *_Nonnull rows, long count, long pixels,
                        long stride, long length, long step, float *_Nonnull target);

  // The elementwise operations, by `ck_operation`.
  const ck_map *_Nonnull map;

  // The transforms by `ck_tile` and `ck_transform_kind`.
  const ck_transformation (*_Nonnull transforms)[CK_TRANSFORMS];

  // Rows of the register tile at Winograd's points: a is stored in groups of as many.
  int point_rows;

  // c[p][i][..] (+)= sum over s, k of a[s][i][k] * b[p][s * 16 + k][..] for panels [..][16] at
  // steps of b_step and c_step (over p). Chains of CK_SEGMENTS * 16 terms. Rows i of a lie in
  // groups [segments][point_rows][16] at steps of a_step. The first rows and panels of the next
  // product are fetched into the cache meanwhile, if there is memory.
  void (*_Nonnull point_product)(const float *_Nonnull a, long a_step, const float *_Nonnull b,
                                 long b_step, long segments, float *_Nonnull c, long c_step,
                                 int rows, int panels, int accumulate,
                                 const float *_Nonnull next_a, const float *_Nonnull next_b);

  // c[q][p][i][..] (+)= sum over t of a[q][t][i] * b[p][t][..] for panels [count][16]; c is
  // [a_panels][b_panels][16][16]. One chain. The next product's panels are fetched meanwhile.
  void (*_Nonnull point_outer)(const float *_Nonnull a, long a_step, int a_panels,
                               const float *_Nonnull b, long b_step, int b_panels, long count,
                               float *_Nonnull c, int accumulate,
                               const float *_Nonnull next_a, const float *_Nonnull next_b);

  // Does as many multiply-adds as it can in some turns of a loop, and returns how many; for
  // measuring the machine. `start` may be any number.
  double (*_Nonnull multiply_adds)(long turns, float start);
};

// The tables; null where the processor or the build lacks the instructions.
const struct ck_table *_Nullable ck_table_avx512(void);
const struct ck_table *_Nullable ck_table_avx2(void);
const struct ck_table *_Nonnull ck_table_plain(void);

// panel[k][0 ..< width] = source[k * stride + 0 ..< columns], the rest zero.
void ck_pack(const float *_Nonnull source, long stride, long rows, int columns, int width,
             float *_Nonnull panel);
// panel[k][0 ..< width] = source[(0 ..< columns) * stride + k], the rest zero.
void ck_pack_transposed(const float *_Nonnull source, long stride, long rows, int columns,
                        int width, float *_Nonnull panel);
// target [16][16] = source [rows][columns], rows a stride apart, the rest zero.
void ck_copy_block(const float *_Nonnull source, long stride, int rows, int columns,
                   float *_Nonnull target);
// target [16][16] = the same, transposed.
void ck_transpose_block(const float *_Nonnull source, long stride, int rows, int columns,
                        float *_Nonnull target);
// Whether any of n values is infinite or not a number.
int ck_any_nonfinite(const float *_Nonnull values, long n);
// Fetches n values into the second cache.
static inline void ck_fetch(const float *_Nonnull values, long n) {
  for (long i = 0; i < n; i += CK_BLOCK) __builtin_prefetch(values + i, 0, 2);
}
// Tells the processor that a thread waits in a loop.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
