#pragma once

#include <math.h>
#include <stdint.h>
#include "bits.h"
#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

// The elementary functions in both precisions under one name (INLINE functions may be overloaded).

#include "elementary_float.h"

#define real float
#define R(x) x##f
#include "elementary_shared.h"
#undef real
#undef R

#include "elementary_double.h"

#define real double
#define R(x) x
#include "elementary_shared.h"
#undef real
#undef R
