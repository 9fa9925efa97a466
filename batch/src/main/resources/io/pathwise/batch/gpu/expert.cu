// The benchmark cases as an expert writes them by hand in CUDA C++: one thread a path, everything in registers, the
// derivatives by hand in the same loop, Philox and Box-Muller with the device library's functions, sums by warp shuffles.
// Usage: expert CASE PATHS [SEED]; prints the seconds of the best of five launches, then the means of the outputs.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cuda_runtime.h>

namespace {

constexpr int kThreads = 256;
constexpr int kAssets = 10;
constexpr int kMostOutputs = 1 + 2 * kAssets;

void check(cudaError_t result) {
  if (result != cudaSuccess) {
    std::fprintf(stderr, "CUDA: %s\n", cudaGetErrorString(result));
    std::exit(1);
  }
}

// Sums over the block go to the grid's totals by one atomic addition for each output.
template <int kCount>
__device__ void add(const double (&values)[kCount], double* totals) {
  __shared__ double partial[kThreads / 32][kCount];
  for (int k = 0; k < kCount; ++k) {
    double sum = values[k];
    for (int offset = 16; offset > 0; offset /= 2) sum += __shfl_down_sync(0xffffffffu, sum, offset);
    if (threadIdx.x % 32 == 0) partial[threadIdx.x / 32][k] = sum;
  }
  __syncthreads();
  if (threadIdx.x < kCount) {
    double sum = 0;
    for (int warp = 0; warp < kThreads / 32; ++warp) sum += partial[warp][threadIdx.x];
    atomicAdd(totals + threadIdx.x, sum);
  }
}

// Two normals for a path and a pair number: Philox4x32-10 (Salmon et al. 2011), then Box-Muller.
__device__ double2 normals(unsigned long long seed, unsigned long long path, unsigned pair) {
  unsigned c0 = static_cast<unsigned>(path), c1 = static_cast<unsigned>(path >> 32), c2 = pair, c3 = 0;
  unsigned k0 = static_cast<unsigned>(seed), k1 = static_cast<unsigned>(seed >> 32);
#pragma unroll
  for (int round = 0; round < 10; ++round) {
    const unsigned long long p0 = 0xD2511F53ull * c0, p1 = 0xCD9E8D57ull * c2;
    c0 = static_cast<unsigned>(p1 >> 32) ^ c1 ^ k0;
    c2 = static_cast<unsigned>(p0 >> 32) ^ c3 ^ k1;
    c1 = static_cast<unsigned>(p1);
    c3 = static_cast<unsigned>(p0);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  const unsigned long long a = (static_cast<unsigned long long>(c0) << 21) ^ (c1 >> 11);
  const unsigned long long b = (static_cast<unsigned long long>(c2) << 21) ^ (c3 >> 11);
  const double scale = 1.0 / (1ull << 53), radius = sqrt(-2.0 * log((a + 0.5) * scale));
  double sine, cosine;
  sincospi(2.0 * ((b + 0.5) * scale), &sine, &cosine);
  return make_double2(radius * cosine, radius * sine);
}

__device__ unsigned long long pathNumber() {
  return blockIdx.x * static_cast<unsigned long long>(kThreads) + threadIdx.x;
}

// Arithmetic Asian call, 252 fixings: value, delta, vega, rho, dividend rho, all pathwise.
__global__ void __launch_bounds__(kThreads) asian(int steps, double spot, double strike, double rate, double yield,
                                                  double vol, double expiry, unsigned long long seed, double* totals) {
  const auto path = pathNumber();
  const double dt = expiry / steps, root = sqrt(dt), drift = (rate - yield - 0.5 * vol * vol) * dt, scale = vol * root;
  double x = log(spot), brownian = 0, sum = 0, sumTime = 0, sumVega = 0;
  for (int step = 0; step < steps; step += 2) {
    const double2 z = normals(seed, path, step / 2);
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const double normal = half == 0 ? z.x : z.y;
      x += drift + scale * normal;
      brownian += root * normal;
      const double time = dt * (step + half + 1), price = exp(x);
      sum += price;
      sumTime += price * time;
      sumVega += price * (brownian - vol * time);
    }
  }
  const double discount = exp(-rate * expiry), average = sum / steps;
  const bool paid = average > strike;
  const double values[] = {paid ? discount * (average - strike) : 0, paid ? discount * average / spot : 0,
                           paid ? discount * sumVega / steps : 0,
                           paid ? discount * (sumTime / steps - expiry * (average - strike)) : 0,
                           paid ? -discount * sumTime / steps : 0};
  add(values, totals);
}

// Call on the average over 12 fixings of the mean of 10 equicorrelated assets: value, deltas, vegas, all pathwise.
__global__ void __launch_bounds__(kThreads, 2) basket(int steps, double spot, double strike, double rate, double vol,
                                                   double expiry, const double* cholesky, unsigned long long seed,
                                                   double* totals) {
  const auto path = pathNumber();
  const double dt = expiry / steps, root = sqrt(dt), drift = (rate - 0.5 * vol * vol) * dt, scale = vol * root;
  double x[kAssets], brownian[kAssets] = {}, sums[kAssets] = {}, vegas[kAssets] = {};
  for (int a = 0; a < kAssets; ++a) x[a] = log(spot);
  for (int step = 0; step < steps; ++step) {
    double z[kAssets];
#pragma unroll
    for (int a = 0; a < kAssets; a += 2) {
      const double2 pair = normals(seed, path, (step * kAssets + a) / 2);
      z[a] = pair.x;
      z[a + 1] = pair.y;
    }
    const double time = dt * (step + 1);
#pragma unroll
    for (int a = 0; a < kAssets; ++a) {
      double shock = 0;
#pragma unroll
      for (int b = 0; b <= a; ++b) shock += cholesky[a * kAssets + b] * z[b];
      x[a] += drift + scale * shock;
      brownian[a] += root * shock;
      const double price = exp(x[a]);
      sums[a] += price;
      vegas[a] += price * (brownian[a] - vol * time);
    }
  }
  const double discount = exp(-rate * expiry), weight = 1.0 / (kAssets * steps);
  double average = 0, values[kMostOutputs];
#pragma unroll
  for (int a = 0; a < kAssets; ++a) average += weight * sums[a];
  const bool paid = average > strike;
  values[0] = paid ? discount * (average - strike) : 0;
#pragma unroll
  for (int a = 0; a < kAssets; ++a) {
    values[1 + a] = paid ? discount * weight * sums[a] / spot : 0;
    values[1 + kAssets + a] = paid ? discount * weight * vegas[a] : 0;
  }
  add(values, totals);
}

// Down-and-out call observed at 252 dates: value, delta, vega by the likelihood ratio of all draws.
__global__ void __launch_bounds__(kThreads) barrier(int steps, double spot, double strike, double level, double rate,
                                                    double vol, double expiry, unsigned long long seed,
                                                    double* totals) {
  const auto path = pathNumber();
  const double dt = expiry / steps, root = sqrt(dt), drift = (rate - 0.5 * vol * vol) * dt, scale = vol * root;
  const double logLevel = log(level);
  double x = log(spot), first = 0, vegaScore = 0;
  bool alive = true;
  for (int step = 0; step < steps; step += 2) {
    const double2 z = normals(seed, path, step / 2);
    if (step == 0) first = z.x;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const double normal = half == 0 ? z.x : z.y;
      x += drift + scale * normal;
      vegaScore += (normal * normal - 1) / vol - normal * root;
      alive = alive && x > logLevel;
    }
  }
  const double price = exp(x), paid = alive && price > strike ? exp(-rate * expiry) * (price - strike) : 0;
  const double values[] = {paid, paid * first / (spot * scale), paid * vegaScore};
  add(values, totals);
}

// Cash-or-nothing call: value, delta, vega by the likelihood ratio.
__global__ void __launch_bounds__(kThreads) digital(double spot, double strike, double rate, double vol,
                                                    double expiry, unsigned long long seed, double* totals) {
  const auto path = pathNumber();
  const double root = sqrt(expiry), z = normals(seed, path, 0).x;
  const double x = log(spot) + (rate - 0.5 * vol * vol) * expiry + vol * root * z;
  const double paid = x > log(strike) ? exp(-rate * expiry) : 0;
  const double values[] = {paid, paid * z / (spot * vol * root), paid * ((z * z - 1) / vol - z * root)};
  add(values, totals);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: expert asian|basket|barrier|digital PATHS [SEED]\n");
    return 2;
  }
  const char* name = argv[1];
  const long blocks = (std::atol(argv[2]) + kThreads - 1) / kThreads;
  const unsigned long long seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  double cholesky[kAssets * kAssets] = {};
  for (int i = 0; i < kAssets; ++i) {
    for (int j = 0; j <= i; ++j) {
      double sum = i == j ? 1.0 : 0.5;
      for (int k = 0; k < j; ++k) sum -= cholesky[i * kAssets + k] * cholesky[j * kAssets + k];
      cholesky[i * kAssets + j] = i == j ? std::sqrt(sum) : sum / cholesky[j * kAssets + j];
    }
  }
  double *totals, *factor;
  check(cudaMalloc(&totals, kMostOutputs * sizeof(double)));
  check(cudaMalloc(&factor, sizeof(cholesky)));
  check(cudaMemcpy(factor, cholesky, sizeof(cholesky), cudaMemcpyHostToDevice));
  cudaEvent_t begin, end;
  check(cudaEventCreate(&begin));
  check(cudaEventCreate(&end));
  float best = INFINITY;
  int outputs = 0;
  for (int repeat = 0; repeat < 6; ++repeat) {  // the first is not counted
    check(cudaMemset(totals, 0, kMostOutputs * sizeof(double)));
    check(cudaEventRecord(begin));
    const unsigned grid = static_cast<unsigned>(blocks);
    if (!std::strcmp(name, "asian")) {
      outputs = 5;
      asian<<<grid, kThreads>>>(252, 100, 100, 0.05, 0, 0.2, 1, seed, totals);
    } else if (!std::strcmp(name, "basket")) {
      outputs = kMostOutputs;
      basket<<<grid, kThreads>>>(12, 100, 100, 0.05, 0.2, 1, factor, seed, totals);
    } else if (!std::strcmp(name, "barrier")) {
      outputs = 3;
      barrier<<<grid, kThreads>>>(252, 100, 100, 90, 0.05, 0.2, 1, seed, totals);
    } else if (!std::strcmp(name, "digital")) {
      outputs = 3;
      digital<<<grid, kThreads>>>(100, 100, 0.05, 0.2, 1, seed, totals);
    } else {
      std::fprintf(stderr, "no case %s\n", name);
      return 2;
    }
    check(cudaGetLastError());
    check(cudaEventRecord(end));
    check(cudaEventSynchronize(end));
    float milliseconds;
    check(cudaEventElapsedTime(&milliseconds, begin, end));
    if (repeat > 0 && milliseconds < best) best = milliseconds;
  }
  double values[kMostOutputs];
  check(cudaMemcpy(values, totals, sizeof(values), cudaMemcpyDeviceToHost));
  std::printf("%.9g", best / 1e3);
  for (int k = 0; k < outputs; ++k) std::printf(" %.9g", values[k] / (static_cast<double>(blocks) * kThreads));
  std::printf("\n");
  return 0;
}
