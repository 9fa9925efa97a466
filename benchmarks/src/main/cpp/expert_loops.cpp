// Hand-written loops for the workloads W1, W2 and W3: the yardstick in C++, one thread.
// Start reading at `european`, `asian` and `basketAsian`; `main` times them and prints lines `name value standard-error`.
//
// Written as somebody would who has these payoffs, one model and an hour: structure of arrays in tiles of
// lanes that stay in the first-level cache, one xoshiro256+ generator per lane, Box-Muller, own polynomials
// for exp, log, sine and cosine (near-minimax, relative error about 1e-15, made by Chebyshev fits in 40 digits),
// and tangents shortened by what is known of the payoff: with x = ln S the delta of a fixing is S / S0, its
// rho t S and its vega S (W - vol t), a combination of S, S x and S t, so a step costs one normal and one exp.
//
// Loops counted by `i` run over lanes and are all vectorised (`-fopt-info-vec`; ExpertLoopsTest holds it);
// loops over lanes counted by `lane` run once per valuation. CppContestant has the compiler flags.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

constexpr int LANES = 128;
typedef double Lanes[LANES] __attribute__((aligned(64)));

inline double fromBits(uint64_t bits) { double value; std::memcpy(&value, &bits, 8); return value; }
inline uint64_t toBits(double value) { uint64_t bits; std::memcpy(&bits, &value, 8); return bits; }

// value where x > threshold, else 0, by the sign bit: a comparison of doubles may trap, which hinders vectorisation.
inline double whenAbove(double x, double threshold, double value) {
    return fromBits(toBits(value) & (0 - (toBits(threshold - x) >> 63)));
}

// exp for |x| < 700, relative error below 1e-15: 2^k times a polynomial on [-ln2/2, ln2/2].
inline double fastExp(double x) {
    constexpr double SHIFT = 0x1.8p52;
    double shifted = x * 1.4426950408889634 + SHIFT;
    double k = shifted - SHIFT;
    double r = x - k * 0x1.62e42fefa39efp-1 - k * 0x1.abc9e3b39803fp-56;
    double q = 2.76138068615382881e-7;
    q = q * r + 2.76251155782876293e-6;
    q = q * r + 0.0000248015363886907678;
    q = q * r + 0.000198412087325363831;
    q = q * r + 0.00138888889058815425;
    q = q * r + 0.00833333335372939715;
    q = q * r + 0.041666666666651355;
    q = q * r + 0.166666666666482881;
    q = q * r + 0.5;
    double p = q * r * r + r + 1.0;
    return fromBits(toBits(p) + (toBits(shifted) << 52));
}

// -2 ln(u) for a normal positive u: the atanh series on [sqrt(1/2), sqrt(2)].
inline double minusTwoLog(double u) {
    constexpr uint64_t ROOT_HALF = 0x3fe6a09e667f3bcdULL, BIAS = 1023ULL << 52, TWO_52 = 0x4330000000000000ULL;
    uint64_t bits = toBits(u) - ROOT_HALF + BIAS;
    double k = fromBits((bits >> 52) | TWO_52) - (0x1p52 + 1023.0);
    double m = fromBits((bits & 0x000fffffffffffffULL) + ROOT_HALF);
    double s = (m - 1.0) / (m + 1.0);
    double z = s * s;
    double q = 0.166218171528589282;
    q = q * z + 0.181401938028659911;
    q = q * z + 0.222228622801087156;
    q = q * z + 0.285714241383241606;
    q = q * z + 0.400000000112065063;
    q = q * z + 0.666666666666620832;
    q = q * z + 2.0;
    return -2.0 * (k * 0.6931471805599453 + s * q);
}

// Square root of a normal positive x. Without -fno-math-errno std::sqrt keeps a loop from being vectorised;
// four Newton steps for 1/sqrt(x) then take its place.
inline double positiveSqrt(double x) {
#ifdef __NO_MATH_ERRNO__
    return std::sqrt(x);
#else
    double y = fromBits(0x5fe6eb50c7b537a9ULL - (toBits(x) >> 1));
    double h = 0.5 * x;
    y = y * (1.5 - h * y * y);
    y = y * (1.5 - h * y * y);
    y = y * (1.5 - h * y * y);
    y = y * (1.5 - h * y * y);
    return x * y;
#endif
}

// xoshiro256+ (Blackman and Vigna 2018), one independent stream per lane, seeded by splitmix64.
struct Generator {
    uint64_t a[LANES] __attribute__((aligned(64)));
    uint64_t b[LANES] __attribute__((aligned(64)));
    uint64_t c[LANES] __attribute__((aligned(64)));
    uint64_t d[LANES] __attribute__((aligned(64)));

    explicit Generator(uint64_t seed) {
        auto next = [&seed] {
            uint64_t z = (seed += 0x9e3779b97f4a7c15ULL);
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
            return z ^ (z >> 31);
        };
        for (int lane = 0; lane < LANES; lane++) { a[lane] = next(); b[lane] = next(); c[lane] = next(); d[lane] = next(); }
    }

    inline uint64_t next(int i) {
        uint64_t result = a[i] + d[i];
        uint64_t t = b[i] << 17;
        c[i] ^= a[i]; d[i] ^= b[i]; b[i] ^= c[i]; a[i] ^= d[i];
        c[i] ^= t;
        d[i] = (d[i] << 45) | (d[i] >> 19);
        return result;
    }

    // Two standard normals per lane by Box-Muller: the angle is uniform on the quarter circle around 0, and two
    // more random bits reflect the point to the left and swap its coordinates.
    void normals(Lanes& first, Lanes& second) {
        for (int i = 0; i < LANES; i++) {
            double u = 2.0 - fromBits((next(i) >> 12) | 0x3ff0000000000000ULL);
            double radius = positiveSqrt(minusTwoLog(u));
            uint64_t bits = next(i);
            double v = fromBits((bits >> 12) | 0x3ff0000000000000ULL) - 1.5;
            double y = v * v;
            double sine = -3.556386260704784e-6;
            sine = sine * y + 0.000160429265044956159;
            sine = sine * y - 0.00468175259145820833;
            sine = sine * y + 0.0796926261557460355;
            sine = sine * y - 0.64596409750430907;
            sine = sine * y + 1.57079632679488989;
            sine *= v;
            double cosine = 4.65529618748676215e-7;
            cosine = cosine * y - 0.0000252001352642847914;
            cosine = cosine * y + 0.000919259950041660917;
            cosine = cosine * y - 0.0208634807349465689;
            cosine = cosine * y + 0.253669507899864731;
            cosine = cosine * y - 1.23370055013615134;
            cosine = cosine * y + 1.0;
            cosine = fromBits(toBits(cosine) ^ (bits << 63));
            uint64_t swap = (toBits(sine) ^ toBits(cosine)) & (0 - (bits >> 1 & 1));
            first[i] = radius * fromBits(toBits(cosine) ^ swap);
            second[i] = radius * fromBits(toBits(sine) ^ swap);
        }
    }
};

// Sum and sum of squares of one output, per lane.
struct Statistic {
    Lanes sum{};
    Lanes squares{};
    inline void add(int i, double x) { sum[i] += x; squares[i] += x * x; }
};

struct Estimate { std::string name; double value, standardError; };

Estimate estimate(const std::string& name, const Statistic& statistic, double factor, long paths) {
    double sum = 0.0, squares = 0.0;
    for (int lane = 0; lane < LANES; lane++) { sum += statistic.sum[lane]; squares += statistic.squares[lane]; }
    double mean = sum / paths;
    double variance = std::max(0.0, squares / paths - mean * mean);
    return {name, factor * mean, std::fabs(factor) * std::sqrt(variance / paths)};
}

struct Parameters { int assets, fixings; double spot, strike, rate, vol, expiry, correlation; };

// W1. Per path: pay = (S-K)+, and with the indicator 1{S>K}: delta = S/S0, vega = S(W - vol T), rho = T K.
std::vector<Estimate> european(const Parameters& p, long paths, uint64_t seed) {
    Generator generator(seed);
    Statistic pay, delta, vega, rho;
    Lanes z[2];
    double deviation = p.vol * std::sqrt(p.expiry), drift = (p.rate - 0.5 * p.vol * p.vol) * p.expiry + std::log(p.spot);
    double rootT = std::sqrt(p.expiry), volT = p.vol * p.expiry, strike = p.strike;
    for (long done = 0; done < paths; done += 2 * LANES) {
        generator.normals(z[0], z[1]);
        for (int half = 0; half < 2; half++) {
            for (int i = 0; i < LANES; i++) {
                double s = fastExp(drift + deviation * z[half][i]);
                double live = whenAbove(s, strike, s);
                double indicator = whenAbove(s, strike, 1.0);
                pay.add(i, live - strike * indicator);
                delta.add(i, live);
                vega.add(i, live * (rootT * z[half][i] - volT));
                rho.sum[i] += indicator;
            }
        }
    }
    std::copy(rho.sum, rho.sum + LANES, rho.squares);  // an indicator is its own square
    double discount = std::exp(-p.rate * p.expiry);
    return {estimate("value", pay, discount, paths), estimate("delta", delta, discount / p.spot, paths),
            estimate("vega", vega, discount, paths), estimate("rho", rho, discount * p.expiry * p.strike, paths)};
}

// W2. With x = ln S and W = (x - ln S0 - drift t) / vol the vega of one fixing is S (W - vol t), so the sums
// of S, S x and S t over the fixings are all a path needs.
std::vector<Estimate> asian(const Parameters& p, long paths, uint64_t seed) {
    Generator generator(seed);
    Statistic pay, delta, vega, rho;
    Lanes z[2], x, sum, sumX, sumT;
    double dt = p.expiry / p.fixings, drift = p.rate - 0.5 * p.vol * p.vol;
    double step = drift * dt, deviation = p.vol * std::sqrt(dt), start = std::log(p.spot);
    double mean = 1.0 / p.fixings, strike = p.strike, discount = std::exp(-p.rate * p.expiry), expiry = p.expiry;
    double perX = 1.0 / p.vol, perT = -(drift / p.vol + p.vol), perS = -start / p.vol;
    for (long done = 0; done < paths; done += LANES) {
        for (int i = 0; i < LANES; i++) { x[i] = start; sum[i] = sumX[i] = sumT[i] = 0.0; }
        for (int fixing = 0; fixing < p.fixings; fixing++) {
            if (fixing % 2 == 0) generator.normals(z[0], z[1]);
            const double* noise = z[fixing % 2];
            double t = dt * (fixing + 1);
            for (int i = 0; i < LANES; i++) {
                x[i] += step + deviation * noise[i];
                double s = fastExp(x[i]);
                sum[i] += s; sumX[i] += s * x[i]; sumT[i] += s * t;
            }
        }
        for (int i = 0; i < LANES; i++) {
            double average = sum[i] * mean;
            double indicator = whenAbove(average, strike, 1.0);
            double paid = whenAbove(average, strike, average - strike);
            pay.add(i, paid);
            delta.add(i, indicator * average);
            vega.add(i, indicator * mean * (perX * sumX[i] + perT * sumT[i] + perS * sum[i]));
            rho.add(i, indicator * mean * sumT[i] - expiry * paid);
        }
    }
    return {estimate("value", pay, discount, paths), estimate("delta", delta, discount / p.spot, paths),
            estimate("vega", vega, discount, paths), estimate("rho", rho, discount, paths)};
}

// W3. As W2 per asset; the correlated increments come from the Cholesky factor of the correlation matrix.
std::vector<Estimate> basketAsian(const Parameters& p, long paths, uint64_t seed) {
    const int n = p.assets;
    std::vector<double> factor(n * n);
    for (int a = 0; a < n; a++)
        for (int b = 0; b <= a; b++) {
            double rest = a == b ? 1.0 : p.correlation;
            for (int k = 0; k < b; k++) rest -= factor[a * n + k] * factor[b * n + k];
            factor[a * n + b] = a == b ? std::sqrt(rest) : rest / factor[b * n + b];
        }
    double dt = p.expiry / p.fixings, drift = p.rate - 0.5 * p.vol * p.vol;
    double step = drift * dt, deviation = p.vol * std::sqrt(dt), start = std::log(p.spot);
    double mean = 1.0 / (p.fixings * n), strike = p.strike, discount = std::exp(-p.rate * p.expiry);
    double perX = 1.0 / p.vol, perT = -(drift / p.vol + p.vol), perS = -start / p.vol;
    for (double& entry : factor) entry *= deviation;

    Generator generator(seed);
    Statistic pay;
    struct Asset { Lanes z, x, sum, sumX, sumT; Statistic delta, vega; };
    std::vector<Asset> assets(n + 1);
    for (long done = 0; done < paths; done += LANES) {
        for (int a = 0; a < n; a++)
            for (int i = 0; i < LANES; i++) {
                assets[a].x[i] = start;
                assets[a].sum[i] = assets[a].sumX[i] = assets[a].sumT[i] = 0.0;
            }
        for (int fixing = 0; fixing < p.fixings; fixing++) {
            for (int a = 0; a < n; a += 2) generator.normals(assets[a].z, assets[a + 1].z);
            double t = dt * (fixing + 1);
            for (int a = 0; a < n; a++) {
                Asset& asset = assets[a];
                Lanes increment;
                for (int i = 0; i < LANES; i++) increment[i] = step;
                for (int b = 0; b <= a; b++) {
                    double weight = factor[a * n + b];
                    for (int i = 0; i < LANES; i++) increment[i] += weight * assets[b].z[i];
                }
                for (int i = 0; i < LANES; i++) {
                    asset.x[i] += increment[i];
                    double s = fastExp(asset.x[i]);
                    asset.sum[i] += s; asset.sumX[i] += s * asset.x[i]; asset.sumT[i] += s * t;
                }
            }
        }
        Lanes indicator{};
        for (int a = 0; a < n; a++)
            for (int i = 0; i < LANES; i++) indicator[i] += assets[a].sum[i];
        for (int i = 0; i < LANES; i++) {
            double average = indicator[i] * mean;
            pay.add(i, whenAbove(average, strike, average - strike));
            indicator[i] = whenAbove(average, strike, mean);
        }
        for (int a = 0; a < n; a++) {
            Asset& asset = assets[a];
            for (int i = 0; i < LANES; i++) {
                asset.delta.add(i, indicator[i] * asset.sum[i]);
                asset.vega.add(i, indicator[i] * (perX * asset.sumX[i] + perT * asset.sumT[i] + perS * asset.sum[i]));
            }
        }
    }
    std::vector<Estimate> result{estimate("value", pay, discount, paths)};
    for (int a = 0; a < n; a++) result.push_back(estimate("delta[" + std::to_string(a) + "]", assets[a].delta, discount / p.spot, paths));
    for (int a = 0; a < n; a++) result.push_back(estimate("vega[" + std::to_string(a) + "]", assets[a].vega, discount, paths));
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 14) {
        std::fprintf(stderr, "usage: %s european|asian|basket-asian paths seed warm-ups repetitions"
                             " assets fixings spot strike rate vol expiry correlation\n", argv[0]);
        return 2;
    }
    std::string product = argv[1];
    long paths = (std::atol(argv[2]) + 2 * LANES - 1) / (2 * LANES) * (2 * LANES);
    uint64_t seed = std::strtoull(argv[3], nullptr, 10);
    int warmups = std::atoi(argv[4]), repetitions = std::atoi(argv[5]);
    Parameters p{std::atoi(argv[6]), std::atoi(argv[7]), std::atof(argv[8]), std::atof(argv[9]),
                 std::atof(argv[10]), std::atof(argv[11]), std::atof(argv[12]), std::atof(argv[13])};
    auto valuation = product == "european" ? european : product == "asian" ? asian : basketAsian;

    std::vector<Estimate> result;
    std::vector<double> seconds;
    for (int run = 0; run < warmups + repetitions; run++) {
        auto start = std::chrono::steady_clock::now();
        result = valuation(p, paths, seed);
        double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (run >= warmups) seconds.push_back(elapsed);
    }
    std::sort(seconds.begin(), seconds.end());
    std::printf("seconds %.9g 0\n", seconds[seconds.size() / 2]);
    for (const Estimate& e : result) std::printf("%s %.17g %.9g\n", e.name.c_str(), e.value, e.standardError);
    return 0;
}
