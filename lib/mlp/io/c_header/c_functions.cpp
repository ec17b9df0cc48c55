#include "mlp/io/c_header/c_functions.h"

#include "mlp/core/error.h"

#include <algorithm>

#include <fmt/format.h>

namespace mlp::c {

/// A function in C99. In its text stand "REAL" for float or double, "$name" for another function of
/// the table, "$(1.5)" for a constant of the type, "$[7|13]" for what differs between float and
/// double, and "$<a|b>" for what differs between weights of the type and of eight bits.
struct Function {
    std::string_view name;
    std::string_view source;
};

namespace {

/// The table. The mathematical functions follow from their power series (Abramowitz and Stegun
/// 1964, sections 4.1 to 4.4 and 7.1), cut off where what is left is below the rounding of the
/// type.
constexpr Function functions[] = {
    {"exp", R"(/* e^x = 2^k e^r with |r| <= ln(2)/2, e^r by its series */
static inline REAL $exp(REAL x) {
    REAL r, y = $(1), p = $(2);
    int k, i;
    if (x != x) return x;
    if (x > $(800)) x = $(800);
    if (x < $(-800)) x = $(-800);
    k = (int)(x * $(1.4426950408889634) + (x < 0 ? $(-0.5) : $(0.5)));
    r = (x - (REAL)k * $(0.693359375)) + (REAL)k * $(2.1219444005469058e-4);
    for (i = $[8|14]; i > 0; --i) y = $(1) + y * r / (REAL)i;
    if (k < 0) {
        k = -k;
        p = $(0.5);
    }
    for (; k > 0; k /= 2) {
        if (k % 2 == 1) y *= p;
        p *= p;
    }
    return y;
}
)"},
    {"expm1", R"(/* e^x - 1, near 0 by its series */
static inline REAL $expm1(REAL x) {
    REAL y = $(1);
    int i;
    if (!(x > $(-0.5) && x < $(0.5))) return $exp(x) - $(1);
    for (i = $[9|17]; i > 1; --i) y = $(1) + y * x / (REAL)i;
    return x * y;
}
)"},
    {"log", R"(/* ln x = k ln 2 + 2 artanh((m - 1)/(m + 1)) for x = 2^k m */
static inline REAL $log(REAL x) {
    REAL s, t, y = $(0);
    int k = 0, i;
    if (x - x != 0) return x;
    if (!(x > 0)) return x < 0 ? (x - x) / (x - x) : $(-1) / (x * x);
    while (x >= $(1.5)) {
        x *= $(0.5);
        ++k;
    }
    while (x < $(0.75)) {
        x *= $(2);
        --k;
    }
    s = (x - $(1)) / (x + $(1));
    t = s * s;
    for (i = $[13|25]; i > 0; i -= 2) y = y * t + $(1) / (REAL)i;
    return $(2) * s * y + (REAL)k * $(0.6931471805599453);
}
)"},
    {"log1p", R"(/* ln(1 + x); what rounding takes from x in 1 + x is given back */
static inline REAL $log1p(REAL x) {
    const REAL u = $(1) + x;
    if (u == $(1)) return x;
    return u - u != 0 ? u : $log(u) * (x / (u - $(1)));
}
)"},
    {"sqrt", R"(/* by Newton's method, from above */
static inline REAL $sqrt(REAL x) {
    REAL y, next;
    if (x - x != 0 || x == 0) return x;
    if (x < 0) return (x - x) / (x - x);
    next = x > $(1) ? x : $(1);
    do {
        y = next;
        next = $(0.5) * (y + x / y);
    } while (next < y);
    return y;
}
)"},
    {"tanh", R"(static inline REAL $tanh(REAL x) {
    REAL e;
    if (x > $(20)) return $(1);
    if (x < $(-20)) return $(-1);
    e = $expm1($(2) * (x < 0 ? -x : x));
    e = e / (e + $(2));
    return x < 0 ? -e : e;
}
)"},
    {"sigmoid", R"(static inline REAL $sigmoid(REAL x) {
    const REAL e = $exp(x < 0 ? x : -x);
    return x < 0 ? e / ($(1) + e) : $(1) / ($(1) + e);
}
)"},
    {"softplus", R"(static inline REAL $softplus(REAL x) {
    return (x < 0 ? $(0) : x) + $log1p($exp(x < 0 ? x : -x));
}
)"},
    {"erf", R"(/* 2/sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)) */
static inline REAL $erf(REAL x) {
    const REAL a = x < 0 ? -x : x;
    REAL term = a, sum = a;
    int n = 1;
    if (a > $(6)) return x < 0 ? $(-1) : $(1);
    while (term > sum * $[1e-8f|1e-17]) {
        term *= $(2) * a * a / (REAL)(2 * n + 1);
        sum += term;
        ++n;
    }
    sum *= $(1.1283791670955126) * $exp(-a * a);
    return x < 0 ? -sum : sum;
}
)"},
    {"sin", R"(/* by the series of sine and cosine for x - k pi/2 */
static inline REAL $sin(REAL x) {
    REAL r, t, y = $(1), quarters;
    int k, i;
    if (!(x > $(-1e6) && x < $(1e6))) return x - x;
    k = (int)(x * $(0.6366197723675814) + (x < 0 ? $(-0.5) : $(0.5)));
    quarters = (REAL)k;
    r = ((x - quarters * $(1.5703125)) - quarters * $(4.837512969970703125e-4)) -
        quarters * $(7.5497899548918821e-8);
    t = r * r;
    k = (k % 4 + 4) % 4;
    for (i = $[10|20]; i > 1; i -= 2) y = $(1) - y * t / (REAL)(i * (i - 1));
    if (k % 2 == 0) {
        y = $(1);
        for (i = $[11|21]; i > 2; i -= 2) y = $(1) - y * t / (REAL)(i * (i - 1));
        y *= r;
    }
    return k > 1 ? -y : y;
}
)"},
    {"atan",
     R"(/* by its series, after arctan x = pi/2 - arctan 1/x and = pi/4 + arctan((x - 1)/(x + 1)) */
static inline REAL $atan(REAL x) {
    const REAL a = x < 0 ? -x : x;
    REAL m = a > $(1) ? $(1) / a : a, base = $(0), t, y = $(0);
    int i;
    if (x != x) return x;
    if (m > $(0.4142135623730950)) {
        m = (m - $(1)) / (m + $(1));
        base = $(0.7853981633974483);
    }
    t = m * m;
    for (i = $[19|43]; i > 0; i -= 2) y = $(1) / (REAL)i - y * t;
    y = base + m * y;
    if (a > $(1)) y = $(1.5707963267948966) - y;
    return x < 0 ? -y : y;
}
)"},
    {"affine", R"(/* y = W x + b; W: outputs x inputs$<|, W[i][k] = scale[i] w[i][k]> */
static inline void $affine(const $<REAL|signed char> *w, $<|const REAL *scale, >const REAL *b, int outputs,
                           int inputs, const REAL *x, REAL *y) {
    int i, k;
    for (i = 0; i < outputs; ++i, w += inputs) {
        REAL sum = $(0);
        for (k = 0; k < inputs; ++k) sum += $<|(REAL)>w[k] * x[k];
        y[i] = $<|scale[i] * >sum + b[i];
    }
}
)"},
    {"softmax", R"(static inline void $softmax(REAL *x, int n) {
    REAL largest = x[0], sum = $(0);
    int i;
    for (i = 1; i < n; ++i) largest = x[i] > largest ? x[i] : largest;
    for (i = 0; i < n; ++i) sum += x[i] = $exp(x[i] - largest);
    for (i = 0; i < n; ++i) x[i] /= sum;
}
)"},
    {"log_softmax", R"(static inline void $log_softmax(REAL *x, int n) {
    REAL others = $(0), rest;
    int i, best = 0;
    for (i = 1; i < n; ++i) best = x[i] > x[best] ? i : best;
    for (i = 0; i < n; ++i) others += i == best ? $(0) : $exp(x[i] - x[best]);
    rest = x[best] + $log1p(others);
    for (i = 0; i < n; ++i) x[i] -= rest;
}
)"},
    {"sparsemax", R"(/* max(0, x - t); t is found from below, leaving out what is not above it */
static inline void $sparsemax(REAL *x, int n) {
    REAL largest = x[0], t = $(-1), sum;
    int i, support = n + 1, before;
    for (i = 1; i < n; ++i) largest = x[i] > largest ? x[i] : largest;
    do {
        before = support;
        support = 0;
        sum = $(0);
        for (i = 0; i < n; ++i) {
            if (x[i] - largest <= t) continue;
            sum += x[i] - largest;
            ++support;
        }
        if (support < before) t = (sum - $(1)) / (REAL)support;
    } while (support < before);
    for (i = 0; i < n; ++i) x[i] = x[i] - largest <= t ? $(0) : x[i] - largest - t;
}
)"},
    {"maxout", R"(/* the largest of `pieces` numbers that stand n apart */
static inline void $maxout(const REAL *x, int pieces, int n, REAL *y) {
    int i, k;
    for (i = 0; i < n; ++i) {
        y[i] = x[i];
        for (k = 1; k < pieces; ++k) y[i] = x[k * n + i] > y[i] ? x[k * n + i] : y[i];
    }
}
)"},
    {"layer_norm",
     R"(static inline void $layer_norm(const REAL *gain, const REAL *bias, REAL epsilon, REAL *x, int n) {
    REAL mean = $(0), variance = $(0), scale;
    int i;
    for (i = 0; i < n; ++i) mean += x[i];
    mean /= (REAL)n;
    for (i = 0; i < n; ++i) variance += (x[i] - mean) * (x[i] - mean);
    scale = $(1) / $sqrt(variance / (REAL)n + epsilon);
    for (i = 0; i < n; ++i) x[i] = gain[i] * ((x[i] - mean) * scale) + bias[i];
}
)"},
    {"convolution",
     R"(/* Images stand channel by channel, each row by row. shape: channels, height, width of x; the same
   of y; rows and columns of a window; steps down and right; rows and columns of zeros around x. */
static inline void $convolution(const $<REAL|signed char> *w, $<|const REAL *scale, >const REAL *b,
                                const int *shape, const REAL *x, REAL *y) {
    int f, r, s, c, i, k;
    for (f = 0; f < shape[3]; ++f) {
        for (r = 0; r < shape[4]; ++r) {
            for (s = 0; s < shape[5]; ++s) {
                const $<REAL|signed char> *v = w + f * shape[0] * shape[6] * shape[7];
                REAL sum = $(0);
                for (c = 0; c < shape[0]; ++c) {
                    for (i = 0; i < shape[6]; ++i) {
                        for (k = 0; k < shape[7]; ++k, ++v) {
                            const int row = r * shape[8] + i - shape[10];
                            const int column = s * shape[9] + k - shape[11];
                            if (row < 0 || row >= shape[1]) continue;
                            if (column < 0 || column >= shape[2]) continue;
                            sum += $<|(REAL)>*v * x[(c * shape[1] + row) * shape[2] + column];
                        }
                    }
                }
                *y++ = $<|scale[f] * >sum + b[f];
            }
        }
    }
}
)"},
    {"max_pool", R"(/* shape as for a convolution */
static inline void $max_pool(const int *shape, const REAL *x, REAL *y) {
    const int width = shape[2];
    int c, r, s, i, k;
    for (c = 0; c < shape[3]; ++c) {
        for (r = 0; r < shape[4]; ++r) {
            for (s = 0; s < shape[5]; ++s) {
                const REAL *corner = x + (c * shape[1] + r * shape[8]) * width + s * shape[9];
                REAL largest = *corner;
                for (i = 0; i < shape[6]; ++i) {
                    for (k = 0; k < shape[7]; ++k) {
                        if (corner[i * width + k] > largest) largest = corner[i * width + k];
                    }
                }
                *y++ = largest;
            }
        }
    }
}
)"},
};

/// A text with every part from `begin` to `end` replaced by what `replacement` makes of what stands
/// between them.
template <class Replacement>
std::string replaced(std::string_view text, std::string_view begin, std::string_view end,
                     Replacement replacement) {
    std::string result;
    while (true) {
        const std::size_t place = text.find(begin);
        result += text.substr(0, place);
        if (place == text.npos) return result;
        text.remove_prefix(place + begin.size());
        const std::size_t length = text.find(end);
        result += replacement(std::string(text.substr(0, length)));
        text.remove_prefix(length + end.size());
    }
}

/// Chooses among alternatives, such as "$[7|13]".
std::string chosen(std::string_view text, std::string_view begin, std::string_view end,
                   bool second) {
    return replaced(text, begin, end, [second](const std::string& both) {
        const std::size_t bar = both.find('|');
        return second ? both.substr(bar + 1) : both.substr(0, bar);
    });
}

const Function& find(std::string_view name) {
    const auto* found = std::ranges::find(functions, name, &Function::name);
    if (found == std::end(functions)) {
        throw InputError(fmt::format("there is no C function '{}'", name));
    }
    return *found;
}

}  // namespace

std::string Functions::need(std::string_view function, Real real, Weights weights) {
    const std::string name =
        fmt::format("{}_{}{}{}", prefix_, function, weights == Weights::int8 ? "_int8" : "",
                    real == Real::float32 ? "" : "_double");
    if (done_.insert(name).second) {
        // Those that it calls come first.
        const std::string text = written(find(function), name, real, weights);
        text_ += '\n' + text;
    }
    return name;
}

void Functions::add(const std::string& text) {
    if (done_.insert(text).second) text_ += '\n' + text;
}

std::string Functions::written(const Function& function, const std::string& name, Real real,
                               Weights weights) {
    std::string source = chosen(function.source, "$[", "]", real == Real::float64);
    source = chosen(source, "$<", ">", weights == Weights::int8);
    source = replaced(source, "REAL", "", [&](auto) { return std::string(type_name(real)); });
    source = replaced(source, "$(", ")",
                      [&](const std::string& text) { return number(std::stod(text), real); });
    return replaced(source, "$", "(", [&](const std::string& called) {
        return (called == function.name ? name : need(called, real)) + '(';
    });
}

}  // namespace mlp::c
