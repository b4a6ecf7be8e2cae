// Digests of what the innermost loops compute, one line for each function of each table that the
// processor has: TABLE FUNCTION DIGEST. `Benchmarks/bits` compares them.
//
// To add a function of the table: a check that returns a digest, and its line in `checks`.
#include "ckernels.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct ck_table table;

// MARK: Input, by integers alone

static uint32_t hash(uint32_t x) {
  x = (x ^ x >> 16) * 0x21f0aaad;
  x = (x ^ x >> 15) * 0x735a2d97;
  return x ^ x >> 15;
}

static float of_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

static uint32_t bits_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  return bits;
}

// Numbers of about 1, numbers whose products are denormal, and all there is.
enum kind { ORDINARY, TINY, ANY, KINDS };

static float number(enum kind kind, uint32_t index) {
  const uint32_t bits = hash(index), lowest = kind == TINY ? 127 - 76 : 127 - 6;
  return of_bits(kind == ANY ? bits : (bits & 0x807fffff) | (lowest + (bits >> 23 & 7)) << 23);
}

static float *numbers(enum kind kind, long n, uint32_t seed) {
  float *const values = malloc(sizeof(float) * n);
  for (long i = 0; i < n; i++) values[i] = number(kind, seed + (uint32_t)i);
  return values;
}

// Zeros, ones, where the loops change their formula or leave the range, and the ends of each kind
// of number; all with both signs.
static const uint32_t special[] = {
    0x00000000, 0x00000001, 0x007fffff, 0x00800000, 0x00800001, 0x33800000, 0x3f000000,
    0x3f1fffff, 0x3f200000, 0x3f7fffff, 0x3f800000, 0x3f800001, 0x40000000, 0x41000000,
    0x42aeac50, 0x42b00000, 0x42b17218, 0x42b17219, 0x42b20000, 0x42cff1b5, 0x42d00000,
    0x4b000000, 0x4b400000, 0x4effffff, 0x4f000000, 0x5f000000, 0x7f7fffff, 0x7f800000,
    0x7fc00000,
};
enum { SPECIAL = 2 * sizeof special / sizeof *special };

static float special_number(long i) {
  return of_bits(special[i / 2 % (SPECIAL / 2)] | (uint32_t)(i & 1) << 31);
}

// MARK: Digests

static const uint64_t start = 0xcbf29ce484222325;

// FNV-1a over words. Which not-a-number comes out is the processor's choice, so all count as one.
static uint64_t digest(uint64_t state, const float *values, long n) {
  for (long i = 0; i < n; i++)
    state = (state ^ (values[i] == values[i] ? bits_of(values[i]) : 0x7fc00000)) * 0x100000001b3;
  return state;
}

// MARK: Functions of the tables

// A whole product, cut into the table's tiles, into the middle of other numbers.
static uint64_t product_of(const table *t, enum kind kind, int m, int n, int segments, long length,
                           int accumulate) {
  const long inner = segments * length, stride = n + 3;
  const int rows = t->tile_rows, width = t->tile_columns;
  float *const a = numbers(kind, m * inner, 1), *const b = numbers(kind, inner * n, 1 << 20);
  float *const c = numbers(ORDINARY, m * stride, 1 << 21), *const panel = malloc(4 * inner * width);
  const float **const from = malloc(sizeof *from * segments * rows);
  float *into[rows];
  for (int column = 0; column < n; column += width) {
    const int columns = n - column < width ? n - column : width;
    ck_pack(b + column, n, inner, columns, width, panel);
    for (int row = 0; row < m; row += rows) {
      const int count = m - row < rows ? m - row : rows;
      for (int i = 0; i < rows; i++) {
        const int readable = i < count ? row + i : row;
        into[i] = c + readable * stride + column;
        for (int s = 0; s < segments; s++) from[s * rows + i] = a + readable * inner + s * length;
      }
      t->product(from, segments, length, panel, into, count, columns, accumulate);
    }
  }
  const uint64_t result = digest(start, c, m * stride);
  free(a), free(b), free(c), free(panel), free(from);
  return result;
}

static uint64_t product(const table *t) {
  uint64_t all = 0;
  for (enum kind kind = 0; kind < KINDS; kind++)
    for (int accumulate = 0; accumulate < 2; accumulate++) {
      all = 31 * all + product_of(t, kind, 48, 96, 1, 100, accumulate);
      all = 31 * all + product_of(t, kind, 29, 75, 3, 17, accumulate);
      all = 31 * all + product_of(t, kind, 1, 1, 2, 1, accumulate);
      all = 31 * all + product_of(t, kind, 7, 130, 1, 1, accumulate);
    }
  return all;
}

// Rows whose pieces overlap, as those of a convolution with a stride do.
static uint64_t stepped_product(const table *t) {
  static const struct {
    long rows, segments, segment_step, length, step, columns;
  } shapes[] = {{37, 3, 50, 16, 1, 48}, {24, 4, 1, 90, 7, 75}, {1, 1, 1, 1, 1, 1},
                {33, 2, 20, 20, 2, 16},  {25, 2, 40, 30, 1, 24}, {19, 1, 1, 64, 3, 12}};
  const int cases = 2 * sizeof shapes / sizeof *shapes;
  uint64_t state = start;
  for (enum kind kind = 0; kind < KINDS; kind++)
    for (int k = 0; k < cases; k++) {
      const int accumulate = k & 1;
      const long rows = shapes[k / 2].rows, columns = shapes[k / 2].columns;
      const long inner = shapes[k / 2].segments * shapes[k / 2].length;
      float *const a = numbers(kind, 2000, 1), *const b = numbers(kind, inner * columns, 1 << 20);
      float *const c = numbers(ORDINARY, rows * columns, 1 << 21);
      float *const scratch = malloc(4 * inner * t->tile_columns);
      const float *from[64];
      for (long i = 0; i < rows; i++) from[i] = a + 12 * i;
      t->stepped_product(from, rows, shapes[k / 2].segments, shapes[k / 2].segment_step,
                         shapes[k / 2].length, shapes[k / 2].step, b, columns, columns, scratch, c,
                         accumulate, a, 0);
      state = digest(state, c, rows * columns);
      free(a), free(b), free(c), free(scratch);
    }
  return state;
}

static uint64_t dots(const table *t) {
  uint64_t state = start;
  for (enum kind kind = 0; kind < KINDS; kind++)
    for (long rows = 1; rows < 20; rows += 6)
      for (int accumulate = 0; accumulate < 2; accumulate++) {
        const long length = 10 * rows + 1, stride = length + 3;
        float *const a = numbers(kind, rows * stride, 1), *const b = numbers(kind, length, 1 << 20);
        float *const c = numbers(ORDINARY, rows, 1 << 21);
        t->dots(a, stride, rows, length, b, c, accumulate);
        state = digest(state, c, rows);
        free(a), free(b), free(c);
      }
  return state;
}

// Each transform of Winograd's algorithm, over whole blocks and a last one of five channels.
static uint64_t transforms(const table *t) {
  uint64_t state = start;
  for (enum kind kind = 0; kind < KINDS; kind++)
    for (int tile = 0; tile < CK_TILES; tile++)
      for (int transform = 0; transform < CK_TRANSFORMS; transform++) {
        const int spreads = transform == CK_SPREAD_LARGE || transform == CK_SPREAD_SMALL ||
                            transform == CK_SPREAD_FILTER;
        float *const a = numbers(kind, 36 * 64, 1), *const b = numbers(ORDINARY, 36 * 64, 1 << 20);
        float *pixels[36];
        for (int i = 0; i < 36; i++) pixels[i] = (spreads ? a : b) + 64 * i;
        const struct ck_transform work = {
            .pixels = pixels, .pixel_step = 16, .points = spreads ? b : a, .plane = 64,
            .point_step = 16, .blocks = 3, .last = 5,
            .edges = transform == CK_GATHER_LARGE ? 3 : 0};
        t->transforms[tile][transform](&work);
        state = digest(state, b, 36 * 64);
        free(a), free(b);
      }
  return state;
}

// Rows and panels that fill no tile, over more segments than a chain has.
static uint64_t point_product(const table *t) {
  enum { ROWS = 29, PANELS = 3, SEGMENTS = 19 };
  uint64_t state = start;
  for (enum kind kind = 0; kind < KINDS; kind++)
    for (int accumulate = 0; accumulate < 2; accumulate++) {
      const int group = t->point_rows;
      float *const given = numbers(kind, ROWS * SEGMENTS * 16, 1);
      float *const a = calloc((ROWS + group) * SEGMENTS * 16, sizeof *a);
      for (int row = 0; row < ROWS; row++)
        for (int s = 0; s < SEGMENTS; s++)
          memcpy(a + ((row / group * SEGMENTS + s) * group + row % group) * 16,
                 given + (row * SEGMENTS + s) * 16, 64);
      float *const b = numbers(kind, PANELS * SEGMENTS * 256, 1 << 20);
      float *const c = numbers(ORDINARY, PANELS * ROWS * 16, 1 << 21);
      t->point_product(a, group * SEGMENTS * 16, b, SEGMENTS * 256, SEGMENTS, c, ROWS * 16, ROWS,
                       PANELS, accumulate, a, b);
      state = digest(state, c, PANELS * ROWS * 16);
      free(given), free(a), free(b), free(c);
    }
  return state;
}

static uint64_t point_outer(const table *t) {
  enum { COUNT = 53 };
  uint64_t state = start;
  for (enum kind kind = 0; kind < KINDS; kind++)
    for (int accumulate = 0; accumulate < 2; accumulate++) {
      float *const a = numbers(kind, 2 * COUNT * 16, 1);
      float *const b = numbers(kind, 3 * COUNT * 16, 1 << 20);
      float *const c = numbers(ORDINARY, 2 * 3 * 256, 1 << 21);
      t->point_outer(a, COUNT * 16, 2, b, COUNT * 16, 3, COUNT, c, accumulate, a, b);
      state = digest(state, c, 2 * 3 * 256);
      free(a), free(b), free(c);
    }
  return state;
}

static uint64_t fold(const table *t) {
  enum { COUNT = 5, PIXELS = 19, STRIDE = 80, ROW = PIXELS * STRIDE + 128 };
  uint64_t state = start;
  for (enum kind kind = 0; kind < KINDS; kind++)
    for (long step = 1; step < 40; step += 5)
      for (long length = step; length <= STRIDE && length <= 4 * step; length += step / 2 + 1) {
        float *const values = numbers(kind, COUNT * ROW, 1);
        static float target[80 * 80];
        const float *rows[COUNT];
        for (int i = 0; i < COUNT; i++) rows[i] = values + i * ROW;
        t->fold(rows, COUNT, PIXELS, STRIDE, length, step, target);
        state = digest(state, target, (PIXELS + (length + step - 1) / step - 1) * step);
        free(values);
      }
  return state;
}

// Every pair of special numbers, then a sweep over all bit patterns; a tail, and short calls.
static uint64_t map(const table *t, enum ck_operation operation) {
  static const float parameters[] = {0, 0.2f, -1.5f, 1e-41f, 3e38f};
  enum { SWEEP = 1 << 17, N = SPECIAL * SPECIAL + SWEEP + 5 };
  static float a[N], b[N], out[N + 1];
  uint64_t state = start;
  for (uint32_t k = 0; k < sizeof parameters / sizeof *parameters; k++) {
    for (long i = 0; i < N; i++) {
      const int paired = i < SPECIAL * SPECIAL;
      a[i] = paired ? special_number(i / SPECIAL) : of_bits((uint32_t)i * 32749 + k * 6571);
      b[i] = paired ? special_number(i % SPECIAL) : number(i & 1 ? ANY : ORDINARY, (uint32_t)i);
    }
    memset(out, 0, sizeof out);
    t->map[operation](out, a, b, parameters[k], N);
    state = digest(state, out, N + 1);
  }
  for (long n = 0; n < 40; n++) {
    memset(out, 0, 4 * 48);
    t->map[operation](out, a + SPECIAL * n, b + n, 0.2f, n);
    state = digest(state, out, 48);
  }
  return state;
}

static const char *const map_names[] = {
    [CK_COPY] = "copy",
    [CK_FILL] = "fill",
    [CK_ADD] = "add",
    [CK_SUBTRACT] = "subtract",
    [CK_MULTIPLY] = "multiply",
    [CK_DIVIDE] = "divide",
    [CK_SCALE] = "scale",
    [CK_OFFSET] = "offset",
    [CK_LEAKY_RELU] = "leaky_relu",
    [CK_GATE] = "gate",
    [CK_SIGMOID] = "sigmoid",
    [CK_TANH] = "tanh",
    [CK_SOFTPLUS] = "softplus",
    [CK_SQUARE_ROOT] = "square_root",
};
_Static_assert(sizeof map_names / sizeof *map_names == CK_OPERATIONS, "an operation has no name");

// MARK: Functions that no table holds; their digests depend on the compiler alone

static uint64_t moves(const table *t) {
  (void)t;
  enum { ROWS = 37, COLUMNS = 21, WIDTH = 24 };
  float *const source = numbers(ANY, ROWS * COLUMNS, 1);
  static float target[2 * ROWS * WIDTH];
  ck_pack(source, COLUMNS, ROWS, COLUMNS, WIDTH, target);
  uint64_t state = digest(start, target, ROWS * WIDTH);
  ck_pack_transposed(source, ROWS, ROWS, COLUMNS, WIDTH, target);
  state = digest(state, target, ROWS * WIDTH);
  ck_copy_block(source, COLUMNS, 11, 13, target);
  state = digest(state, target, 256);
  ck_transpose_block(source, COLUMNS, 16, 16, target);
  state = digest(state, target, 256);
  ck_transpose_block(source, COLUMNS, 11, 13, target);
  state = digest(state, target, 256);
  for (long i = 0; i < SPECIAL; i++) {
    const float value = special_number(i);
    state = 31 * state + (uint64_t)ck_any_nonfinite(&value, 1);
  }
  free(source);
  return state;
}

// MARK: The report

static const struct {
  const char *name;
  uint64_t (*digest)(const table *);
} checks[] = {
    {"product", product},
    {"stepped_product", stepped_product},
    {"dots", dots},
    {"fold", fold},
    {"transforms", transforms},
    {"point_product", point_product},
    {"point_outer", point_outer},
    {"moves", moves},
};

static void line(const char *table, const char *function, uint64_t digest) {
  printf("%s %s %016llx\n", table, function, (unsigned long long)digest);
}

static void report(const char *name, const table *t) {
  if (!t) return;
  for (unsigned i = 0; i < sizeof checks / sizeof *checks; i++)
    line(name, checks[i].name, checks[i].digest(t));
  for (enum ck_operation i = 0; i < CK_OPERATIONS; i++) line(name, map_names[i], map(t, i));
}

int main(void) {
  report("avx512", ck_table_avx512());
  report("avx2", ck_table_avx2());
  report("plain", ck_table_plain());
}
