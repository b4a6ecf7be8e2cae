// How many fused multiply-adds a second this machine can do at best.
#pragma once

// Runs chains of fused multiply-adds, and returns how many there were.
typedef double (*ck_peak_loop)(long iterations);

// The loops; null where the processor or the build lacks the instructions.
ck_peak_loop _Nullable ck_peak_avx512(void);
ck_peak_loop _Nullable ck_peak_avx2(void);
ck_peak_loop _Nonnull ck_peak_plain(void);
