// What Swift's strings ask of Unicode's tables, without the tables: names of catalogues and formulas are ASCII, and the
// tables would be a tenth of the page's module. Beyond ASCII letters are letters and marks are marks, but nothing
// changes its case and nothing is composed of others.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Bits of Swift's `Unicode.Scalar.Properties`, read off its own tables.
#define ALPHABETIC 0x80u
#define WHITE_SPACE 0x200000000000u

static bool is_letter(uint32_t scalar) {
  if (scalar < 0x80) return (scalar | 0x20) - 'a' < 26;
  if (scalar == 0xd7 || scalar == 0xf7) return false;  // × and ÷
  return (scalar >= 0xc0 && scalar < 0x250) || (scalar >= 0x370 && scalar < 0x2000) || scalar >= 0x3400;
}

uint64_t _swift_stdlib_getBinaryProperties(uint32_t scalar) {
  bool is_space = (scalar >= 9 && scalar <= 13) || scalar == 32 || scalar == 0xa0;
  return (is_letter(scalar) ? ALPHABETIC : 0) | (is_space ? WHITE_SPACE : 0);
}

// 0 for controls, 1 for what extends a character, 255 for all else.
uint8_t _swift_stdlib_getGraphemeBreakProperty(uint32_t scalar) {
  if (scalar < 0x20 || (scalar >= 0x7f && scalar < 0xa0)) return 0;
  return scalar >= 0x300 && scalar < 0x370 ? 1 : 255;
}

bool _swift_stdlib_isExtendedPictographic(uint32_t scalar) {
  (void)scalar;
  return false;
}

bool _swift_stdlib_isInCB_Consonant(uint32_t scalar) {
  (void)scalar;
  return false;
}

// How far the other case is away.
int32_t _swift_stdlib_getMapping(uint32_t scalar, uint8_t mapping) {
  if (scalar >= 0x80 || !is_letter(scalar)) return 0;
  bool is_lower = scalar >= 'a';
  return mapping == 1 ? (is_lower ? 0 : 32) : (is_lower ? -32 : 0);
}

const uint8_t *_swift_stdlib_getSpecialMapping(uint32_t scalar, uint8_t mapping, intptr_t *length) {
  (void)scalar, (void)mapping;
  *length = 0;
  return NULL;
}

// Every text is in all normal forms.
uint16_t _swift_stdlib_getNormData(uint32_t scalar) {
  (void)scalar;
  return 0;
}

// The low 18 bits name the scalar that an entry is for: another one.
uint32_t _swift_stdlib_getDecompositionEntry(uint32_t scalar) { return (scalar ^ 1) & 0x3ffff; }

static const uint8_t no_decompositions[1];
const uint8_t *const _swift_stdlib_nfd_decompositions = no_decompositions;

uint32_t _swift_stdlib_getComposition(uint32_t first, uint32_t second) {
  (void)first, (void)second;
  return UINT32_MAX;
}
