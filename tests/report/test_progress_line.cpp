#include "mlp/report/pace.h"
#include "mlp/report/progress_line.h"
#include "mlp/report/short_name.h"
#include "mlp/report/wrapped.h"

#include <vector>

#include <doctest/doctest.h>

using namespace mlp;

namespace {

const std::vector<double> falling{8, 7, 6, 5, 4, 3, 2, 1};

ProgressState state() {
    return {.epoch = 57,
            .epochs = 100,
            .done = 0.567,
            .loss_name = "val loss",
            .loss = 0.0123,
            .course = falling,
            .samples_per_second = 836000,
            .seconds_left = 52,
            .seconds = 3};
}

}  // namespace

TEST_CASE("progress line: everything where there is room") {
    CHECK(progress_line(state(), 79, Characters::unicode) ==
          "epoch  57/100  56%  val loss 0.01230 █▇▆▅▄▃▂▁  836k samples/s  0:03 ETA 0:52");
    CHECK(progress_line(state(), 79, Characters::ascii) ==
          "epoch  57/100  56%  val loss 0.01230 #*+=-:._  836k samples/s  0:03 ETA 0:52");
    CHECK(progress_line(state(), 500, Characters::unicode) ==
          progress_line(state(), 79, Characters::unicode));
}

TEST_CASE("progress line: the less important goes first where it is narrow") {
    CHECK(progress_line(state(), 60, Characters::unicode) ==
          "epoch  57/100  56%  val loss 0.01230 █▇▆▅▄▃▂▁  ETA 0:52");
    CHECK(progress_line(state(), 47, Characters::unicode) ==
          "epoch  57/100  56%  val loss 0.01230  ETA 0:52");
    CHECK(progress_line(state(), 39, Characters::unicode) ==
          "epoch  57/100  56%  val loss 0.01230");
    CHECK(progress_line(state(), 18, Characters::unicode) == "epoch  57/100  56%");
    CHECK(progress_line(state(), 3, Characters::unicode).empty());
}

TEST_CASE("progress line: what is not known yet is not there") {
    const ProgressState start{.epoch = 1, .epochs = 9, .loss_name = "loss", .loss = 1};
    CHECK(progress_line(start, 79, Characters::ascii) == "epoch 1/9   0%  loss 1.000  0:00");
}

TEST_CASE("progress line: never wider than asked for") {
    auto large = state();
    large.epoch = large.epochs = 1000000000;
    large.done = 1;
    large.loss = -1.234567e-300;
    large.samples_per_second = 1e300;
    large.seconds_left = 1e300;
    large.seconds = 1e9;
    const std::vector<double> many(1000, 0.5);
    large.course = many;
    for (std::size_t width = 1; width <= 200; ++width) {
        CAPTURE(width);
        CHECK(display_width(progress_line(state(), width, Characters::unicode)) <= width);
        CHECK(display_width(progress_line(large, width, Characters::unicode)) <= width);
    }
    // The sparkline takes what is left, up to twenty.
    auto wide = state();
    wide.course = many;
    CHECK(display_width(progress_line(wide, 79, Characters::unicode)) == 78);
    CHECK(display_width(progress_line(wide, 200, Characters::unicode)) == 88);
}

TEST_CASE("clock text") {
    CHECK(clock_text(0) == "0:00");
    CHECK(clock_text(7.9) == "0:07");
    CHECK(clock_text(754) == "12:34");
    CHECK(clock_text(3723) == "1:02:03");
    CHECK(clock_text(359999) == "99:59:59");
    CHECK(clock_text(360000) == "100 h");
    CHECK(clock_text(-1) == "0:00");
}

TEST_CASE("pace: over all of a short time, and only of late over a long one") {
    Pace pace;
    CHECK(!pace.epochs_per_second());
    pace.note(1, 5);
    CHECK(!pace.epochs_per_second());
    pace.note(1.25, 6);
    CHECK(*pace.epochs_per_second() == doctest::Approx(4));
    pace.note(3, 9);
    CHECK(*pace.epochs_per_second() == doctest::Approx(2));
    // Ten times as fast from here on: what came before is forgotten.
    double epochs = 9;
    for (double seconds = 3.1; seconds < 20; seconds += 0.1) pace.note(seconds, epochs += 2);
    CHECK(*pace.epochs_per_second() == doctest::Approx(20));
}

TEST_CASE("pace: with slow epochs it covers two of them, whatever their parts take") {
    // A second of steps and three of validation, in which nothing goes forward.
    Pace pace;
    for (int epoch = 0; epoch < 10; ++epoch) {
        for (int i = 0; i < 10; ++i) pace.note(4.0 * epoch + 0.1 * i, epoch + 0.1 * i);
        if (epoch < 3) continue;
        CAPTURE(epoch);
        CHECK(*pace.epochs_per_second() > 0.2);
        CHECK(*pace.epochs_per_second() < 0.4);
    }
}

TEST_CASE("wrapped: lines between words, paragraphs kept") {
    CHECK(wrapped("one two three four", 9) == "one two\nthree\nfour\n");
    CHECK(wrapped("one two three four", 80) == "one two three four\n");
    CHECK(wrapped("a  b\n\nc", 80) == "a b\n\nc\n");
    CHECK(wrapped("incomprehensible it is", 5) == "incomprehensible\nit is\n");
    CHECK(wrapped("äöü äöü", 7) == "äöü äöü\n");
    CHECK(wrapped("a\x1b[1mb", 80) == "a?[1mb\n");
    CHECK(wrapped("", 10).empty());
}
