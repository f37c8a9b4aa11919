#pragma once

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define IS_THREAD_CHECKED 1
#endif
#endif

// One portable binary, three vector widths: the loader picks the widest that the CPU has. Not where
// threads are checked: the checker is called before the loader has set it up, and the program crashes.
#if defined(__x86_64__) && defined(__linux__) && !defined(IS_THREAD_CHECKED)
#define HAS_WIDE_VECTORS 1
#define WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define WIDEST
#endif

// Overloadable: single and double precision have functions of one name.
#define INLINE static inline __attribute__((always_inline, overloadable))
