// The few functions that compiled Swift asks of a C library.
#include <stddef.h>
#include <stdint.h>

#define PAGE 65536u

// Memory: blocks of sizes that grow by a quarter, a list of free ones for each size, never given back.
// Arrays of trials come and go by the thousand, buffers of layers stay: nothing finer is needed.

typedef struct block {
  struct block *next;  // while it is free
  uint32_t class;
  uint32_t unused[2];
} block_t;  // 16 bytes, so that what follows is aligned

extern unsigned char __heap_base;
static uintptr_t top;
static uintptr_t limit;
static block_t *free_blocks[128];

static uint32_t class_of(size_t bytes, size_t *rounded) {
  uint32_t class = 0;
  size_t size = 32;
  while (size < bytes) {
    size_t quarter = size / 4;
    for (uint32_t step = 1; step <= 4; step++) {
      class++;
      if (size + step * quarter >= bytes) {
        *rounded = size + step * quarter;
        return class;
      }
    }
    size *= 2;
  }
  *rounded = size;
  return class;
}

static uintptr_t grow(size_t bytes) {
  if (!top) {
    top = ((uintptr_t)&__heap_base + 15) & ~(uintptr_t)15;
    limit = __builtin_wasm_memory_size(0) * PAGE;
  }
  if (bytes > limit - top) {
    size_t missing = bytes - (limit - top);
    size_t pages = missing / PAGE + 1;
    if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) __builtin_trap();
    limit += pages * PAGE;
  }
  uintptr_t result = top;
  top += bytes;
  return result;
}

static void *allocate(size_t bytes) {
  if (bytes > 0x70000000u) __builtin_trap();
  size_t rounded;
  uint32_t class = class_of(bytes + sizeof(block_t), &rounded);
  block_t *block = free_blocks[class];
  if (block) {
    free_blocks[class] = block->next;
  } else {
    block = (block_t *)grow((rounded + 15) & ~(size_t)15);
    block->class = class;
  }
  return block + 1;
}

// Swift asks for alignments above 16 only for large pages, which there are none of here.
int posix_memalign(void **pointer, size_t alignment, size_t bytes) {
  (void)alignment;
  *pointer = allocate(bytes);
  return 0;
}

void free(void *pointer) {
  if (!pointer) return;
  block_t *block = (block_t *)pointer - 1;
  block->next = free_blocks[block->class];
  free_blocks[block->class] = block;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  return __builtin_memcpy(to, from, count);  // an instruction: bulk memory
}

void *memmove(void *to, const void *from, size_t count) {
  return __builtin_memmove(to, from, count);
}

void *memset(void *to, int byte, size_t count) { return __builtin_memset(to, byte, count); }

int memcmp(const void *a, const void *b, size_t count) {
  const unsigned char *x = a, *y = b;
  for (size_t i = 0; i < count; i++)
    if (x[i] != y[i]) return x[i] < y[i] ? -1 : 1;
  return 0;
}

// Hashes are never seeded: the same page, the same steps.
void arc4random_buf(void *buffer, size_t count) { memset(buffer, 0x5a, count); }

uintptr_t __stack_chk_guard = 0x2b992ddf;
void __stack_chk_fail(void) { __builtin_trap(); }

// Away from zero at halves, as C has it.
double round(double x) {
  double whole = __builtin_trunc(x);
  double rest = x - whole;
  return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole;
}

// a × b + c, rounded once: Swift's `stride` over floating-point numbers counts with it.
//
// Boldo and Melquiond 2008, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding
// to odd". Exact where neither the product nor its lower half leaves the range of a double.
typedef struct {
  double high, low;
} pair_t;

static pair_t exact_sum(double a, double b) {
  double sum = a + b, part = sum - a;
  return (pair_t){sum, (a - (sum - part)) + (b - part)};
}

static pair_t exact_product(double a, double b) {
  double p = a * 134217729.0, q = b * 134217729.0;  // 2^27 + 1
  double a1 = p - (p - a), a2 = a - a1, b1 = q - (q - b), b2 = b - b1;
  double product = a * b;
  return (pair_t){product, a2 * b2 - (((product - a1 * b1) - a2 * b1) - a1 * b2)};
}

double fma(double a, double b, double c) {
  pair_t product = exact_product(a, b);
  // What is not finite, or too large to be split.
  if (!(product.low - product.low == 0)) return a * b + c;
  pair_t upper = exact_sum(c, product.low), sum = exact_sum(product.high, upper.high);
  pair_t rest = exact_sum(upper.low, sum.low);
  uint64_t bits = __builtin_bit_cast(uint64_t, rest.high);
  // To odd: the last bit says that there was more.
  if (rest.low != 0 && !(bits & 1)) bits += (rest.low > 0) == (rest.high > 0) ? 1 : (uint64_t)-1;
  return sum.high + __builtin_bit_cast(double, bits);
}

// The high and the low half of a product of 64-bit numbers; with 128-bit operands modulo 2^128.
typedef struct {
  uint64_t low, high;
} wide_t;

void __multi3(wide_t *result, uint64_t a, uint64_t a_high, uint64_t b, uint64_t b_high) {
  uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
  uint64_t p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
  uint64_t middle = (p00 >> 32) + (uint32_t)p01 + (uint32_t)p10;
  result->low = (uint32_t)p00 | middle << 32;
  result->high = p11 + (p01 >> 32) + (p10 >> 32) + (middle >> 32) + a * b_high + a_high * b;
}

// A decimal number, correctly rounded: the page's own `Number` reads it.
__attribute__((import_module("page"), import_name("number"))) double page_number(
    const char *text, size_t length);

const char *_swift_stdlib_strtod_clocale(const char *text, double *result) {
  size_t length = 0;
  while (text[length]) length++;
  *result = page_number(text, length);
  return *result == *result ? text + length : text;
}
