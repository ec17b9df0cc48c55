#include "mlp/nn/loss.h"

#include "nn/test_losses.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

/// Compares delta with central differences of the loss over each prediction.
template <class Judge>
void check_gradient(Judge judge, const Batch<double>& batch) {
    constexpr double h = 1e-6;
    const Matrix<double> delta = judge(batch).delta;
    for (Index i = 0; i < batch.prediction.size(); ++i) {
        Batch<double> up = batch;
        Batch<double> down = batch;
        up.prediction.data()[i] += h;
        down.prediction.data()[i] -= h;
        CAPTURE(i);
        CHECK(std::abs(delta.data()[i] - (judge(up).loss - judge(down).loss) / (2 * h)) < 1e-8);
    }
}

/// A batch with shares 1 : 2 : 3, and the one in which samples are repeated instead.
struct Repeated {
    Batch<double> weighted;
    Batch<double> repeated;
    std::vector<Index> original{0, 1, 1, 2, 2, 2};
};
Repeated repeated(const Batch<double>& batch) {
    Repeated result;
    result.weighted = {batch.prediction.leftCols(3), batch.target.leftCols(3), Vector<double>(3)};
    result.weighted.shares << 1.0 / 6, 2.0 / 6, 3.0 / 6;
    Batch<double>& many = result.repeated;
    many = {Matrix<double>(batch.prediction.rows(), 6), Matrix<double>(batch.target.rows(), 6),
            even_shares<double>(6)};
    for (Index n = 0; n < 6; ++n) {
        const Index from = result.original[static_cast<std::size_t>(n)];
        many.prediction.col(n) = batch.prediction.col(from);
        many.target.col(n) = batch.target.col(from);
    }
    return result;
}

template <class Judge>
void check_weights(Judge judge, const Batch<double>& batch) {
    const Repeated batches = repeated(batch);
    const Judged<double> weighted = judge(batches.weighted);
    const Judged<double> many = judge(batches.repeated);
    CHECK(std::abs(weighted.loss - many.loss) < 1e-14);
    Matrix<double> sum = Matrix<double>::Zero(3, 3);
    for (Index n = 0; n < 6; ++n) {
        sum.col(batches.original[static_cast<std::size_t>(n)]) += many.delta.col(n);
    }
    CHECK((weighted.delta - sum).cwiseAbs().maxCoeff() < 1e-14);
}

}  // namespace

TEST_CASE("losses: every gradient at the outputs agrees with central differences") {
    for (const auto& choice : loss_variants()) {
        CAPTURE(choice.type);
        check_gradient([&](const Batch<double>& b) { return at_output(choice, b); },
                       batch_for(choice));
    }
}

TEST_CASE("losses: every gradient at the logits agrees with central differences") {
    int checked = 0;
    for (const auto& choice : loss_variants()) {
        for (const Link link : links_of(choice)) {
            for (const double scale : {1.0, 0.5}) {
                CAPTURE(choice.type);
                CAPTURE(link_name(link));
                CAPTURE(scale);
                check_gradient(
                    [&](const Batch<double>& b) { return at_logits(choice, link, scale, b); },
                    logits_for(choice));
                ++checked;
            }
        }
    }
    // binary_cross_entropy, cross_entropy twice, kl_divergence, and focal five times with two links
    CHECK(checked == 2 * (1 + 2 + 1 + 5 * 2));
}

TEST_CASE("losses: weights of samples are as good as repeating them") {
    for (const auto& choice : loss_variants()) {
        CAPTURE(choice.type);
        check_weights([&](const Batch<double>& b) { return at_output(choice, b); },
                      batch_for(choice));
        for (const Link link : links_of(choice)) {
            check_weights([&](const Batch<double>& b) { return at_logits(choice, link, 0.5, b); },
                          logits_for(choice));
        }
    }
}

TEST_CASE("losses: those over all outputs are sums, those of each output are means") {
    // One wrong output of three, with the slope that a single one has.
    for (const auto& choice : loss_variants()) {
        CAPTURE(choice.type);
        Batch<double> one{Matrix<double>(1, 1), Matrix<double>(1, 1), even_shares<double>(1)};
        one.prediction(0, 0) = losses<double>().make(choice)->outputs().max == 0 ? -0.4 : 0.4;
        one.target(0, 0) = 0.7;
        Batch<double> three{one.prediction.replicate(3, 1), one.target.replicate(3, 1),
                            even_shares<double>(1)};
        if (choice.type == "cosine_similarity") continue;          // says nothing of one output
        if (choice.options.contains("label_smoothing")) continue;  // depends on their number
        const bool sums = choice.type == "cross_entropy" || choice.type == "focal" ||
                          choice.type == "kl_divergence";
        const double times = sums ? 3 : 1;
        CHECK(at_output(choice, three).loss ==
              doctest::Approx(times * at_output(choice, one).loss).epsilon(1e-14));
        CHECK(at_output(choice, three).delta.sum() ==
              doctest::Approx(times * at_output(choice, one).delta.sum()).epsilon(1e-14));
    }
}
