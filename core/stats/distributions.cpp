// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/distributions.h"

#include <boost/math/special_functions/bessel.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lathe::stats {

namespace {

// Boost's default policy promotes to long double and throws; both are unwanted here.
using Policy =
    boost::math::policies::policy<boost::math::policies::promote_double<false>,
                                  boost::math::policies::domain_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::pole_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::errno_on_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::errno_on_error>>;
constexpr Policy policy{};

} // namespace

double normalSf(double z) { return std::erfc(z / std::numbers::sqrt2) / 2; }

double normalTwoSided(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

double chiSquaredSf(double x, double degrees) {
    if (std::isnan(x)) return x;
    if (x <= 0) return 1;
    if (std::isinf(x)) return 0;
    return boost::math::gamma_q(degrees / 2, x / 2, policy);
}

double studentTwoSided(double t, double degrees) {
    if (std::isnan(t)) return t;
    if (std::isinf(t)) return 0;
    return boost::math::ibeta(degrees / 2, 0.5, degrees / (degrees + t * t), policy);
}

double cramerVonMisesLimitSf(double x) {
    if (std::isnan(x)) return x;
    if (x <= 0) return 1;
    constexpr double pi = std::numbers::pi;
    double cdf = 0;
    for (int k = 0; k < 1000; ++k) {
        const double y = 4.0 * k + 1, q = y * y / (16 * x);
        if (q > 700) break; // e^-q and the Bessel function vanish below the smallest double
        const double ratio = boost::math::tgamma_delta_ratio(k + 0.5, 0.5, policy); // Γ(k+½)/Γ(k+1)
        const double term =
            ratio / (pi * std::sqrt(pi * x)) * std::sqrt(y) * std::exp(-q) * boost::math::cyl_bessel_k(0.25, q, policy);
        cdf += term;
        if (term < 1e-17) break;
    }
    return std::clamp(1 - cdf, 0.0, 1.0);
}

double hypergeometricPmf(uint64_t k, uint64_t drawn, uint64_t marked, uint64_t total) {
    if (k > drawn || k > marked || drawn - k > total - marked) return 0;
    const auto logChoose = [](uint64_t n, uint64_t r) {
        const auto x = static_cast<double>(n), y = static_cast<double>(r);
        return boost::math::lgamma(x + 1, policy) - boost::math::lgamma(y + 1, policy) -
               boost::math::lgamma(x - y + 1, policy);
    };
    return std::exp(logChoose(marked, k) + logChoose(total - marked, drawn - k) - logChoose(total, drawn));
}

} // namespace lathe::stats
