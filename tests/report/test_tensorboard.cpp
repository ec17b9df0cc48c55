#include "mlp/report/metrics_files.h"
#include "mlp/report/tensorboard/bucket_histogram.h"
#include "mlp/report/tensorboard/crc32c.h"
#include "mlp/report/tensorboard/event.h"
#include "mlp/report/tensorboard/hyperparameters.h"
#include "mlp/report/tensorboard/record.h"

#include "report/event_reader.h"

#include <limits>
#include <numeric>

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace mlp;
using mlp::test::EventFile;
using mlp::test::Message;

namespace {

std::string hex(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    }
    return text;
}

template <class T = double>
BucketHistogram histogram_of(const std::vector<T>& numbers) {
    return bucket_histogram(std::span<const T>(numbers));
}

double total(const std::vector<double>& numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

}  // namespace

TEST_CASE("crc32c: the test vectors of RFC 3720, appendix B.4") {
    CHECK(crc32c(std::string(32, '\0')) == 0x8A9136AA);
    CHECK(crc32c(std::string(32, '\xFF')) == 0x62A8AB43);
    std::string up(32, ' ');
    std::iota(up.begin(), up.end(), '\0');
    CHECK(crc32c(up) == 0x46DD794E);
    CHECK(crc32c(std::string(up.rbegin(), up.rend())) == 0x113FDB5C);
    // "An iSCSI - SCSI Read (10) Command PDU"
    std::string command(48, '\0');
    for (const auto& [place, byte] : {std::pair(0, 0x01),
                                      {1, 0xC0},
                                      {16, 0x14},
                                      {22, 0x04},
                                      {27, 0x14},
                                      {31, 0x18},
                                      {32, 0x28},
                                      {40, 0x02}}) {
        command[static_cast<std::size_t>(place)] = static_cast<char>(byte);
    }
    CHECK(crc32c(command) == 0xD9963A56);
}

TEST_CASE("crc32c: of nothing, and of the digits that checksums are compared by") {
    CHECK(crc32c("") == 0);
    CHECK(crc32c("123456789") == 0xE3069283);
    // The one of the tests, which is to judge the other, is right as well.
    CHECK(test::slow_crc32c("123456789") == 0xE3069283);
    CHECK(test::slow_crc32c(std::string(32, '\0')) == 0x8A9136AA);
}

// The bytes of the following tests were put together by hand from the published formats, with
// checksums of a program of its own.

TEST_CASE("tensorboard: the record that an event file starts with") {
    // 18 00.. length 24, its checksum
    //   09 field 1 (wall_time), a double: 1.5
    //   1a 0d field 3 (file_version), 13 bytes: "brain.Event:2"
    // checksum of the 24 bytes
    CHECK(hex(tensorflow_record(Event::file_version(1.5))) ==
          "1800000000000000a37f4b22"
          "09000000000000f83f"
          "1a0d627261696e2e4576656e743a32"
          "2a28646c");
}

TEST_CASE("tensorboard: the record of a scalar") {
    Event event(300, 2.5);
    CHECK(event.empty());
    event.add_scalar("train/loss", 0.25);
    CHECK_FALSE(event.empty());
    // 09 wall_time 2.5, 10 step 300 (ac 02: 44 + 2 * 128), 2a summary of 19 bytes:
    //   0a field 1 (value) of 17 bytes:
    //     0a field 1 (tag) "train/loss", 15 field 2 (simple_value), a float: 0.25
    CHECK(hex(tensorflow_record(event.encoded())) ==
          "2100000000000000017becf6"
          "090000000000000440"
          "10ac02"
          "2a13"
          "0a11"
          "0a0a747261696e2f6c6f7373"
          "150000803e"
          "3cc9cac5");
}

TEST_CASE("tensorboard: the record of a histogram") {
    Event event(1, 2.5);
    event.add_histogram("w", histogram_of<float>({2, 2, 2}));
    // In the value (0a, 70 bytes), behind the tag "w": 2a field 5 (histo), 65 bytes:
    //   09 min 2, 11 max 2, 19 num 3, 21 sum 6, 29 sum_squares 12, each a double
    //   32 field 6 (bucket_limit), packed, 8 bytes: 2
    //   3a field 7 (bucket), packed, 8 bytes: 3
    CHECK(hex(tensorflow_record(event.encoded())) ==
          "5500000000000000d7df0fc1"
          "090000000000000440"
          "1001"
          "2a48"
          "0a46"
          "0a0177"
          "2a41"
          "090000000000000040"
          "110000000000000040"
          "190000000000000840"
          "210000000000001840"
          "290000000000002840"
          "32080000000000000040"
          "3a080000000000000840"
          "2158bc86");
}

TEST_CASE("tensorboard: the record of a text") {
    Event event(0, 2.5);
    event.add_text("t", "hi");
    // In the value (0a, 31 bytes), behind the tag "t":
    //   42 field 8 (tensor): 08 07 dtype string, 12 shape {12 dim {08 01 size 1}}, 42 string "hi"
    //   4a field 9 (metadata): 0a plugin {0a name "text", 12 00 no content}, 20 02 class tensor
    CHECK(hex(tensorflow_record(event.encoded())) ==
          "2e00000000000000c5cb57fa"
          "090000000000000440"
          "1000"
          "2a21"
          "0a1f"
          "0a0174"
          "420c0807120412020801"
          "42026869"
          "4a0c0a080a0474657874"
          "12002002"
          "ab6358f4");
}

TEST_CASE("tensorboard: the record of hyperparameters") {
    // 08 00 version 0, 22 field 4 (session_end_info): 08 01 success, 11 end_time_secs 2.5
    const std::string end = hparams_session_end(true, 2.5);
    CHECK(hex(end) == "0800220b0801110000000000000440");
    CHECK(hex(hparams_session_end(false, 2.5)) == "0800220b0802110000000000000440");
    Event event(0, 2.5);
    event.add_hyperparameters("_hparams_/session_end_info", end);
    // In the value, behind the tag: 42 field 8 (tensor): 08 01 dtype float, shape {dim {size 0}};
    // 4a field 9 (metadata): 0a plugin {0a name "hparams", 12 content}, 20 02 class tensor
    CHECK(hex(tensorflow_record(event.encoded())) ==
          "5500000000000000d7df0fc1"
          "090000000000000440"
          "1000"
          "2a48"
          "0a46"
          "0a1a5f68706172616d735f2f73657373696f6e5f656e645f696e666f"
          "42080801120412020800"
          "4a1e0a1a0a0768706172616d73"
          "120f0800220b0801110000000000000440"
          "2002"
          "ea6af36d");

    const std::vector<Hyperparameter> parameters{{"lr", 0.5}, {"on", true}, {"o", "adam"}};
    // 1a field 3 (session_start_info): for each 0a field 1, an entry {0a key, 12 value}: a value
    // is 11 a double, 20 a bool or 1a a string; then 29 field 5 (start_time_secs)
    CHECK(hex(hparams_session_start(parameters, 2.5)) ==
          "0800"
          "1a31"
          "0a0f0a026c72120911000000000000e03f"
          "0a080a026f6e12022001"
          "0a0b0a016f12061a046164616d"
          "290000000000000440");
    // 12 field 2 (experiment): for each 22 field 4 {0a name, 20 type: 3 number, 2 bool, 1 text};
    // for each metric 2a field 5 {0a name {12 tag}}
    CHECK(hex(hparams_experiment(parameters, {"m"})) ==
          "0800"
          "121e"
          "22060a026c722003"
          "22060a026f6e2002"
          "22050a016f2001"
          "2a050a0312016d");
}

TEST_CASE("tensorboard: numbers that are not finite are scalars like others") {
    Event event(1, 0);
    event.add_scalar("a", std::numeric_limits<double>::quiet_NaN());
    event.add_scalar("b", std::numeric_limits<double>::infinity());
    event.add_scalar("c", 1e300);  // beyond float
    const EventFile file(tensorflow_record(Event::file_version(0)) +
                         tensorflow_record(event.encoded()));
    CHECK(file.version == "brain.Event:2");
    CHECK(std::isnan(file.tags.at("a").at(0).scalar.value()));
    CHECK(file.tags.at("b").at(0).scalar.value() == std::numeric_limits<float>::infinity());
    CHECK(file.tags.at("c").at(0).scalar.value() == std::numeric_limits<float>::infinity());
}

TEST_CASE("bucket histogram: thirty buckets between the ends, each number in its own") {
    std::vector<float> numbers;
    for (int i = 0; i <= 60; ++i) numbers.push_back(static_cast<float>(i));
    const auto h = histogram_of(numbers);
    CHECK(h.min == 0);
    CHECK(h.max == 60);
    CHECK(h.count == 61);
    CHECK(h.sum == 1830);
    CHECK(h.sum_squares == 73810);
    REQUIRE(h.limits.size() == 30);
    CHECK(h.limits.front() == doctest::Approx(2));
    CHECK(h.limits.back() == 60);
    // 0 and 1 | 2 and 3 | ... | 58, 59 and 60: a limit belongs to the bucket on its right.
    CHECK(h.counts == [] {
        std::vector<double> counts(30, 2);
        counts.back() = 3;
        return counts;
    }());
}

TEST_CASE("bucket histogram: edge cases") {
    const double infinite = std::numeric_limits<double>::infinity();
    const double largest = std::numeric_limits<double>::max();
    SUBCASE("no numbers") {
        const auto h = histogram_of({});
        CHECK(h.count == 0);
        CHECK(h.limits.empty());
        CHECK(h.counts.empty());
        Event event(0, 0);
        event.add_histogram("nothing", h);
        CHECK(event.empty());
    }
    SUBCASE("what is not finite is counted nowhere") {
        const auto h = histogram_of({-infinite, 1, std::nan(""), 2, infinite});
        CHECK(h.min == 1);
        CHECK(h.max == 2);
        CHECK(h.count == 2);
        CHECK(h.sum == 3);
        CHECK(h.sum_squares == 5);
        CHECK(total(h.counts) == 2);
        CHECK(histogram_of({infinite, std::nan("")}).count == 0);
    }
    SUBCASE("all the same") {
        for (const double x : {0.0, -3.0, 5e-324, largest, -largest}) {
            CAPTURE(x);
            const auto h = histogram_of({x, x});
            CHECK(h.limits == std::vector<double>{x});
            CHECK(h.counts == std::vector<double>{2});
        }
    }
    SUBCASE("ends that are next to each other, or as far as can be") {
        const std::vector<std::vector<double>> cases{
            {1, std::nextafter(1, 2)}, {0, 5e-324}, {-largest, 0, largest}, {-0.0, 0.0}};
        for (const auto& numbers : cases) {
            CAPTURE(numbers.back());
            const auto h = histogram_of(numbers);
            CHECK(total(h.counts) == static_cast<double>(numbers.size()));
            CHECK(h.counts.size() == h.limits.size());
            CHECK(std::is_sorted(h.limits.begin(), h.limits.end()));
            CHECK(h.limits.back() == h.max);
            for (const double limit : h.limits) CHECK(std::isfinite(limit));
        }
    }
}

TEST_CASE("hyperparameters: what a config chooses, and not where it is") {
    const auto found = hyperparameters(R"({
        "name": "a", "seed": 7,
        "data": {"type": "csv", "path": "/x.csv", "target": "y", "columns": ["p", "q"],
                 "validation": {"fraction": 0.2, "path": "/v.csv"}},
        "network": {"initial_weights": "/w", "layers": [{"type": "dense", "units": 4, "bias": true,
                    "activation": {"type": "leaky_relu", "alpha": 0.1}}, "flatten"]},
        "loss": "mse",
        "metrics": ["r2"], "checkpoint": {"keep_last": 1}, "logging": {"every_epochs": 2}})");
    std::vector<std::string> texts;
    for (const auto& [name, value] : found) {
        texts.push_back(name + " = ");
        if (const auto* flag = std::get_if<bool>(&value)) texts.back() += *flag ? "true" : "false";
        if (const auto* number = std::get_if<double>(&value)) {
            texts.back() += fmt::format("{:g}", *number);
        }
        if (const auto* text = std::get_if<std::string>(&value)) texts.back() += *text;
    }
    CHECK(texts ==
          std::vector<std::string>{"seed = 7", "data = csv", "data.target = y",
                                   "data.validation.fraction = 0.2", "network.layers.0 = dense",
                                   "network.layers.0.units = 4", "network.layers.0.bias = true",
                                   "network.layers.0.activation = leaky_relu",
                                   "network.layers.0.activation.alpha = 0.1",
                                   "network.layers.1 = flatten", "loss = mse"});
}
