#pragma once

// One portable binary, three vector widths: the loader picks the widest that the CPU has.
#if defined(__x86_64__) && defined(__linux__)
#define HAS_WIDE_VECTORS 1
#define WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST
#endif

#define INLINE static inline __attribute__((always_inline))
