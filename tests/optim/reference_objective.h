#pragma once

#include "mlp/optim/optimizer.h"

#include "support.h"

#include <vector>

#include <doctest/doctest.h>

namespace mlp::test {

/// The objective of tests/reference/optimizers.json: Σ a(w−c)² + 0.1(w−c)⁴.
struct ReferenceObjective {
    nlohmann::json file = reference("optimizers.json");
    Vector<double> a = row(file.at("a")).transpose();
    Vector<double> c = row(file.at("c")).transpose();
    Vector<double> w0 = row(file.at("w0")).transpose();

    Vector<double> gradient(const Vector<double>& w) const {
        const Eigen::ArrayXd d = (w - c).array();
        return 2 * a.array() * d + 0.4 * d.cube();
    }
    /// w after each of some steps.
    template <class T = double>
    std::vector<Vector<double>> run(Optimizer<T>& optimizer, int steps) const {
        Vector<T> w = w0.cast<T>();
        std::vector<Vector<double>> path;
        for (int i = 0; i < steps; ++i) {
            const Vector<T> g = gradient(w.template cast<double>()).template cast<T>();
            optimizer.step({w.data(), w.size()}, {g.data(), g.size()});
            path.push_back(w.template cast<double>());
        }
        return path;
    }
    std::vector<Vector<double>> run(const Choice& choice, int steps) const {
        return run(*optimizers<double>().make(choice), steps);
    }
};

inline double difference(const Vector<double>& x, const Vector<double>& y) {
    REQUIRE(x.size() == y.size());
    return (x - y).cwiseAbs().maxCoeff();
}

}  // namespace mlp::test
