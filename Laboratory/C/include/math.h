#pragma once
// What the loops in C take from <math.h>.
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
