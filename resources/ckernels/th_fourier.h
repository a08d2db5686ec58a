/* Fourier transforms of real numbers: even samples are taken for real parts and odd ones for
   imaginary parts of half as many complex numbers, whose spectrum is then taken apart. Included
   after th_sample, the type of numbers, and its arithmetic:
     th_add th_subtract th_negate th_half th_half_sum th_half_difference
     th_multiply(a, b), th_product_sum(a, b, c, d) = a * b + c * d, and th_product_difference
     th_share(a, n), which is a / n of a fixed-point number, so that nothing overflows, or else a */
#ifndef TH_FOURIER_H
#define TH_FOURIER_H

#include "th_fourier_tables.h"

typedef struct {
    th_sample real, imaginary;
} th_complex;

TH_INLINE th_complex th_complex_at(const void* table, int32_t k) {
    const th_sample* numbers = (const th_sample*)table;
    th_complex c;
    c.real = numbers[2 * k];
    c.imaginary = numbers[2 * k + 1];
    return c;
}

TH_INLINE void th_put(th_sample* table, int32_t k, th_complex c) {
    table[2 * k] = c.real;
    table[2 * k + 1] = c.imaginary;
}

TH_INLINE th_complex th_plus(th_complex a, th_complex b) {
    a.real = th_add(a.real, b.real);
    a.imaginary = th_add(a.imaginary, b.imaginary);
    return a;
}

TH_INLINE th_complex th_minus(th_complex a, th_complex b) {
    a.real = th_subtract(a.real, b.real);
    a.imaginary = th_subtract(a.imaginary, b.imaginary);
    return a;
}

TH_INLINE th_complex th_times(th_complex a, th_complex b) {
    th_complex c;
    c.real = th_product_difference(a.real, b.real, a.imaginary, b.imaginary);
    c.imaginary = th_product_sum(a.real, b.imaginary, a.imaginary, b.real);
    return c;
}

TH_INLINE th_complex th_scaled(th_complex a, th_sample factor) {
    a.real = th_multiply(a.real, factor);
    a.imaginary = th_multiply(a.imaginary, factor);
    return a;
}

TH_INLINE th_complex th_part(th_complex a, int32_t n) {
    a.real = th_share(a.real, n);
    a.imaginary = th_share(a.imaginary, n);
    return a;
}

/* i * a */
TH_INLINE th_complex th_turned(th_complex a) {
    th_complex c;
    c.real = th_negate(a.imaginary);
    c.imaginary = a.real;
    return c;
}

TH_INLINE th_complex th_conjugate(th_complex a) {
    a.imaginary = th_negate(a.imaginary);
    return a;
}

/* Element k of transform number i of a stage's block, turned into its place. */
TH_INLINE th_complex th_input(const th_fourier* f, const th_sample* block, int32_t k, int32_t i,
                              th_stage stage, int32_t stride) {
    const th_complex c = th_part(th_complex_at(block, k + i * stage.rest), stage.radix);
    return i == 0 ? c : th_times(c, th_complex_at(f->turns, i * k * stride));
}

static inline void th_join2(const th_fourier* f, th_sample* block, th_stage stage, int32_t stride,
                            int32_t k) {
    const th_complex even = th_input(f, block, k, 0, stage, stride);
    const th_complex odd = th_input(f, block, k, 1, stage, stride);
    th_put(block, k, th_plus(even, odd));
    th_put(block, k + stage.rest, th_minus(even, odd));
}

static inline void th_join3(const th_fourier* f, th_sample* block, th_stage stage, int32_t stride,
                            int32_t k) {
    const th_sample sine = th_complex_at(f->turns, stride * stage.rest).imaginary;
    const th_complex first = th_input(f, block, k, 0, stage, stride);
    const th_complex second = th_input(f, block, k, 1, stage, stride);
    const th_complex third = th_input(f, block, k, 2, stage, stride);
    const th_complex sum = th_plus(second, third);
    const th_complex across = th_turned(th_scaled(th_minus(second, third), sine));
    th_complex middle;
    middle.real = th_subtract(first.real, th_half(sum.real));
    middle.imaginary = th_subtract(first.imaginary, th_half(sum.imaginary));
    th_put(block, k, th_plus(first, sum));
    th_put(block, k + stage.rest, th_plus(middle, across));
    th_put(block, k + 2 * stage.rest, th_minus(middle, across));
}

static inline void th_join4(const th_fourier* f, th_sample* block, th_stage stage, int32_t stride,
                            int32_t k) {
    const th_complex first = th_input(f, block, k, 0, stage, stride);
    const th_complex second = th_input(f, block, k, 1, stage, stride);
    const th_complex third = th_input(f, block, k, 2, stage, stride);
    const th_complex fourth = th_input(f, block, k, 3, stage, stride);
    const th_complex even = th_plus(first, third);
    const th_complex odd = th_plus(second, fourth);
    const th_complex difference = th_minus(first, third);
    const th_complex across = th_turned(th_minus(second, fourth));
    const th_complex above = th_plus(difference, across);
    const th_complex below = th_minus(difference, across);
    th_put(block, k, th_plus(even, odd));
    th_put(block, k + 2 * stage.rest, th_minus(even, odd));
    th_put(block, k + stage.rest, f->is_inverse ? above : below);
    th_put(block, k + 3 * stage.rest, f->is_inverse ? below : above);
}

static inline void th_join5(const th_fourier* f, th_sample* block, th_stage stage, int32_t stride,
                            int32_t k) {
    const th_complex a = th_complex_at(f->turns, stride * stage.rest);
    const th_complex b = th_complex_at(f->turns, 2 * stride * stage.rest);
    const th_complex first = th_input(f, block, k, 0, stage, stride);
    const th_complex second = th_input(f, block, k, 1, stage, stride);
    const th_complex third = th_input(f, block, k, 2, stage, stride);
    const th_complex fourth = th_input(f, block, k, 3, stage, stride);
    const th_complex fifth = th_input(f, block, k, 4, stage, stride);
    const th_complex outer = th_plus(second, fifth), outer_gap = th_minus(second, fifth);
    const th_complex inner = th_plus(third, fourth), inner_gap = th_minus(third, fourth);
    const th_complex near =
        th_plus(th_plus(first, th_scaled(outer, a.real)), th_scaled(inner, b.real));
    const th_complex near_turn =
        th_turned(th_plus(th_scaled(outer_gap, a.imaginary), th_scaled(inner_gap, b.imaginary)));
    const th_complex far =
        th_plus(th_plus(first, th_scaled(outer, b.real)), th_scaled(inner, a.real));
    const th_complex far_turn =
        th_turned(th_minus(th_scaled(outer_gap, b.imaginary), th_scaled(inner_gap, a.imaginary)));
    th_put(block, k, th_plus(first, th_plus(outer, inner)));
    th_put(block, k + stage.rest, th_plus(near, near_turn));
    th_put(block, k + 4 * stage.rest, th_minus(near, near_turn));
    th_put(block, k + 2 * stage.rest, th_plus(far, far_turn));
    th_put(block, k + 3 * stage.rest, th_minus(far, far_turn));
}

/* The transform of complex numbers that lie at their places. */
static inline void th_transform(const th_fourier* f, th_sample* data) {
    int32_t s, at, k;
    for (s = 0; s < f->stage_count; ++s) {
        const th_stage stage = f->stages[s];
        const int32_t length = stage.radix * stage.rest;
        const int32_t stride = f->half / length;
        for (at = 0; at < f->half; at += length)
            for (k = 0; k < stage.rest; ++k) {
                th_sample* block = data + 2 * at;
                if (stage.radix == 2) th_join2(f, block, stage, stride, k);
                if (stage.radix == 3) th_join3(f, block, stage, stride, k);
                if (stage.radix == 4) th_join4(f, block, stage, stride, k);
                if (stage.radix == 5) th_join5(f, block, stage, stride, k);
            }
    }
}

/* From samples, fewer than 2 * half being made up for by zeros, to bins. */
static inline void th_forward(const th_fourier* f, const th_sample* in, th_sample* out) {
    int32_t r, k;
    for (r = 0; r < f->rows; ++r) {
        th_complex sums, zeroth, last;
        for (k = 0; k < f->half; ++k) {
            th_complex c;
            c.real = 2 * k < f->samples ? in[2 * k] : 0;
            c.imaginary = 2 * k + 1 < f->samples ? in[2 * k + 1] : 0;
            th_put(out, f->place[k], c);
        }
        th_transform(f, out);
        sums = th_part(th_complex_at(out, 0), 2);
        zeroth.real = th_add(sums.real, sums.imaginary);
        last.real = th_subtract(sums.real, sums.imaginary);
        zeroth.imaginary = last.imaginary = 0;
        th_put(out, 0, zeroth);
        th_put(out, f->half, last);
        for (k = 1; k <= f->half / 2; ++k) {
            const th_complex low = th_part(th_complex_at(out, k), 2);
            const th_complex high = th_part(th_conjugate(th_complex_at(out, f->half - k)), 2);
            const th_complex even = th_plus(low, high);
            const th_complex odd = th_times(th_minus(low, high), th_complex_at(f->untwist, k - 1));
            th_complex bin;
            bin.real = th_half_sum(even.real, odd.real);
            bin.imaginary = th_half_sum(even.imaginary, odd.imaginary);
            th_put(out, k, bin);
            bin.real = th_half_difference(even.real, odd.real);
            bin.imaginary = th_half_difference(odd.imaginary, even.imaginary);
            th_put(out, f->half - k, bin);
        }
        for (k = 2 * f->half + 2; k < f->numbers; ++k) out[k] = 0;
        in += f->samples;
        out += f->numbers;
    }
}

/* From bins to samples, which come out 2 * half times too large where they are floats. */
static inline void th_backward(const th_fourier* f, const th_sample* in, th_sample* out) {
    int32_t r, k;
    for (r = 0; r < f->rows; ++r) {
        th_complex ends;
        ends.real = th_add(in[0], in[2 * f->half]);
        ends.imaginary = th_subtract(in[0], in[2 * f->half]);
        th_put(out, f->place[0], th_part(ends, 2));
        for (k = 1; k <= f->half / 2; ++k) {
            const th_complex low = th_part(th_complex_at(in, k), 2);
            const th_complex high = th_part(th_conjugate(th_complex_at(in, f->half - k)), 2);
            const th_complex even = th_plus(low, high);
            const th_complex odd = th_times(th_minus(low, high), th_complex_at(f->untwist, k - 1));
            th_put(out, f->place[k], th_plus(even, odd));
            th_put(out, f->place[f->half - k], th_conjugate(th_minus(even, odd)));
        }
        th_transform(f, out);
        for (k = 2 * f->half; k < f->samples; ++k) out[k] = 0;
        in += f->numbers;
        out += f->samples;
    }
}

#endif
