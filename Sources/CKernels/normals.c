#include "elementary.h"
#include "include/ckernels.h"

#pragma STDC FP_CONTRACT OFF

// The counterpart of NormalFill.swift, where the method is explained.

typedef struct {
  uint32_t w0, w1, w2, w3;
} block_t;

INLINE block_t philox(uint32_t low, uint32_t high, uint64_t lane, uint64_t key) {
  uint32_t c0 = low, c1 = high;
  uint32_t c2 = (uint32_t)lane, c3 = (uint32_t)(lane >> 32);
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)c0 * 0xD2511F53u;
    uint64_t p1 = (uint64_t)c2 * 0xCD9E8D57u;
    uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    uint32_t n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    c0 = n0;
    c2 = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return (block_t){c0, c1, c2, c3};
}

INLINE void box_muller_float(
    uint32_t radius_word, uint32_t angle_word, float scale, float *first, float *second) {
  float high = (float)(int32_t)(radius_word >> 16);
  float low = (float)(int32_t)(radius_word & 0xFFFFu);
  float u = (high * 65536.0f + (low + 0.5f)) * 0x1p-32f;
  uint32_t offset = bits_of(u) - 0x3F3504F3u;
  int32_t k = (int32_t)offset >> 23;
  float f = of_bits(bits_of(u) - ((uint32_t)k << 23)) - 1.0f;
  float s = f / (2.0f + f);
  float z = s * s;
  float p = 0.2958098593f;
  p = p * z + 0.399887577166f;
  p = p * z + 0.666666850954f;
  float half = 0.5f * f * f;
  float log = (float)k * 0.6931471805599453f + (f - (half - s * (half + z * p)));
  float square = -2.0f * log;
  float radius = __builtin_sqrtf(square > 0 ? square : 0);

  uint32_t quadrant = (angle_word + 0x20000000u) >> 30;
  int32_t rest = (int32_t)(angle_word - (quadrant << 30));
  float x = (float)rest * 1.4629180792671596e-9f;
  float y = x * x;
  float sine = -0.000195876390987f;
  sine = sine * y + 0.00833274710466f;
  sine = sine * y - 0.166666646563f;
  sine = x + x * (y * sine);
  float cosine = 2.45476897725e-5f;
  cosine = cosine * y - 0.00138883018676f;
  cosine = cosine * y + 0.0416666646535f;
  cosine = 1.0f - 0.5f * y + y * y * cosine;
  uint32_t swap = quadrant & 1;
  float c = swap == 0 ? cosine : sine;
  float d = swap == 0 ? sine : cosine;
  uint32_t negative_c = ((quadrant + 1) & 2) << 30;
  uint32_t negative_d = (quadrant & 2) << 30;
  *first = radius * of_bits(bits_of(c) ^ negative_c) * scale;
  *second = radius * of_bits(bits_of(d) ^ negative_d) * scale;
}

INLINE void box_muller_double(
    uint64_t radius_word, uint64_t angle_word, double scale, double *first, double *second) {
  double high = (double)(int32_t)(uint32_t)(radius_word >> 33);
  double low = (double)(int64_t)(radius_word & 0x1FFFFFFFFu);
  double u = (high * 0x1p33 + (low + 0.5)) * 0x1p-64;
  double log = normal_logarithm(u, 0.0);
  double square = -2.0 * log;
  double radius = __builtin_sqrt(square > 0 ? square : 0);

  uint64_t quadrant = (angle_word + 0x2000000000000000u) >> 62;
  int64_t rest = (int64_t)(angle_word - (quadrant << 62));
  double x = (double)(rest >> 9) * 1.743934249004316e-16;
  double y = x * x;
  double sine = -7.5866368828251596492e-13;
  sine = sine * y + 1.6058530596645954712e-10;
  sine = sine * y - 2.5052106225994400694e-8;
  sine = sine * y + 2.755731921932057977e-6;
  sine = sine * y - 0.00019841269841265041047;
  sine = sine * y + 0.008333333333333331481;
  sine = sine * y - 0.16666666666666666665;
  sine = x + x * (y * sine);
  double cosine = -1.1382544645349250436e-11;
  cosine = cosine * y + 2.0876145049413179088e-9;
  cosine = cosine * y - 2.7557317265878080043e-7;
  cosine = cosine * y + 0.000024801587298754401173;
  cosine = cosine * y - 0.0013888888888887389773;
  cosine = cosine * y + 0.041666666666666665381;
  cosine = 1.0 - 0.5 * y + y * y * cosine;
  uint64_t swap = quadrant & 1;
  double c = swap == 0 ? cosine : sine;
  double d = swap == 0 ? sine : cosine;
  uint64_t negative_c = ((quadrant + 1) & 2) << 62;
  uint64_t negative_d = (quadrant & 2) << 62;
  *first = radius * double_of_bits(bits_of_double(c) ^ negative_c) * scale;
  *second = radius * double_of_bits(bits_of_double(d) ^ negative_d) * scale;
}

WIDEST void init_study_normals_float(
    float *output, int64_t groups, uint64_t key, uint64_t lane, uint64_t first_group,
    float scale) {
  for (int64_t g = 0; g < groups; g++) {
    float *restrict out = output + 64 * g;
    uint64_t first = (first_group + (uint64_t)g) * 16;
    for (int j = 0; j < 16; j++) {
      // A group never crosses a multiple of 2³² blocks: the upper word is the same for all.
      block_t w = philox((uint32_t)first + (uint32_t)j, (uint32_t)(first >> 32), lane, key);
      box_muller_float(w.w0, w.w1, scale, out + j, out + j + 16);
      box_muller_float(w.w2, w.w3, scale, out + j + 32, out + j + 48);
    }
  }
}

WIDEST void init_study_normals_double(
    double *output, int64_t groups, uint64_t key, uint64_t lane, uint64_t first_group,
    double scale) {
  for (int64_t g = 0; g < groups; g++) {
    double *restrict out = output + 32 * g;
    uint64_t first = (first_group + (uint64_t)g) * 16;
    for (int j = 0; j < 16; j++) {
      block_t w = philox((uint32_t)first + (uint32_t)j, (uint32_t)(first >> 32), lane, key);
      box_muller_double(
          (uint64_t)w.w0 | (uint64_t)w.w1 << 32, (uint64_t)w.w2 | (uint64_t)w.w3 << 32, scale,
          out + j, out + j + 16);
    }
  }
}

WIDEST void init_study_single_normals(
    double *output, int64_t count, uint64_t key, uint64_t lane, uint64_t first_block,
    uint64_t stride) {
  for (int64_t i = 0; i < count; i++) {
    uint64_t block = first_block + (uint64_t)i * stride;
    block_t w = philox((uint32_t)block, (uint32_t)(block >> 32), lane, key);
    double unused;
    box_muller_double(
        (uint64_t)w.w0 | (uint64_t)w.w1 << 32, (uint64_t)w.w2 | (uint64_t)w.w3 << 32, 1.0,
        output + i, &unused);
  }
}

// Element 4j + i of a group is word i of block j: 23 bits and a half, exact, never at the ends.
INLINE float centred_float(uint32_t word, float radius) {
  return (((float)(int32_t)(word >> 9) + 0.5f) * 0x1p-22f - 1.0f) * radius;
}

// 52 bits; as the low bits of 2⁵² + n they convert exactly, at every vector width.
INLINE double centred_double(uint64_t word, double radius) {
  double n = double_of_bits((word >> 12) | 0x4330000000000000u) - 0x1p52;
  return ((n + 0.5) * 0x1p-51 - 1.0) * radius;
}

WIDEST void init_study_uniforms_float(
    float *output, int64_t groups, uint64_t key, uint64_t lane, uint64_t first_group,
    float radius) {
  for (int64_t g = 0; g < groups; g++) {
    float *restrict out = output + 64 * g;
    uint64_t first = (first_group + (uint64_t)g) * 16;
    for (int j = 0; j < 16; j++) {
      block_t w = philox((uint32_t)first + (uint32_t)j, (uint32_t)(first >> 32), lane, key);
      out[4 * j] = centred_float(w.w0, radius);
      out[4 * j + 1] = centred_float(w.w1, radius);
      out[4 * j + 2] = centred_float(w.w2, radius);
      out[4 * j + 3] = centred_float(w.w3, radius);
    }
  }
}

WIDEST void init_study_uniforms_double(
    double *output, int64_t groups, uint64_t key, uint64_t lane, uint64_t first_group,
    double radius) {
  for (int64_t g = 0; g < groups; g++) {
    double *restrict out = output + 32 * g;
    uint64_t first = (first_group + (uint64_t)g) * 16;
    for (int j = 0; j < 16; j++) {
      block_t w = philox((uint32_t)first + (uint32_t)j, (uint32_t)(first >> 32), lane, key);
      out[2 * j] = centred_double((uint64_t)w.w0 | (uint64_t)w.w1 << 32, radius);
      out[2 * j + 1] = centred_double((uint64_t)w.w2 | (uint64_t)w.w3 << 32, radius);
    }
  }
}
