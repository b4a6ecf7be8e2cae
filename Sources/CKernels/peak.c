#include "ckpeak.h"

// Twelve chains hide the latency of the units and leave registers for the two constants.
#define CHAINS 12

// The result goes through a volatile, or the compiler would see that nobody wants it.
static volatile float sink;

#define PEAK(name, attribute, lanes)                                                          \
  typedef float name##_vector __attribute__((vector_size(4 * lanes)));                       \
  attribute static double name(long iterations) {                                             \
    volatile float start = 1.0f, factor = 0.999f, term = 0.001f;                              \
    name##_vector chains[CHAINS], a = factor - (name##_vector){0}, b = term - (name##_vector){0}; \
    for (int chain = 0; chain < CHAINS; chain++) chains[chain] = start + chain - (name##_vector){0}; \
    for (long i = 0; i < iterations; i++)                                                     \
      _Pragma("clang loop unroll(full)") for (int chain = 0; chain < CHAINS; chain++)         \
        chains[chain] = __builtin_elementwise_fma(chains[chain], a, b);                       \
    for (int chain = 0; chain < CHAINS; chain++) sink = chains[chain][0];                     \
    return (double)iterations * CHAINS * lanes;                                               \
  }

#if defined(__x86_64__)
PEAK(peak_avx512, __attribute__((target("avx512f,fma"))), 16)
PEAK(peak_avx2, __attribute__((target("avx2,fma"))), 8)
#endif
PEAK(peak_plain, , 4)

ck_peak_loop ck_peak_avx512(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return peak_avx512;
#endif
  return 0;
}

ck_peak_loop ck_peak_avx2(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return peak_avx2;
#endif
  return 0;
}

ck_peak_loop ck_peak_plain(void) { return peak_plain; }
