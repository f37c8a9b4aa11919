#pragma once
// What the loops in C take from <string.h>; the compiler writes these as instructions.
#include <stddef.h>
void *memcpy(void *restrict to, const void *restrict from, size_t count);
void *memset(void *to, int byte, size_t count);
