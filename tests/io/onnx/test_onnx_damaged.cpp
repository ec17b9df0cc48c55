#include "mlp/core/error.h"
#include "mlp/io/onnx/onnx_export.h"
#include "mlp/io/onnx/onnx_import.h"

#include "onnx_models.h"
#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using namespace mlp::test;

namespace {

std::string small_file() {
    return write_onnx(random_model<float>(2, {dense(2, "elu"), dense(1, "mish")}), {});
}

/// An error, or a network; never anything else.
void check_bytes(const std::string& bytes) {
    try {
        const auto model = read_onnx(bytes);
        CHECK(model.network.outputs() > 0);
    } catch (const InputError& error) {
        CHECK(std::string(error.what()) != "");
    }
}

// Messages of protocol buffers with one field.

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 128; value >>= 7) bytes += static_cast<char>(value % 128 + 128);
    return bytes + static_cast<char>(value);
}
std::string message(std::uint64_t tag, const std::string& content) {
    return varint(tag * 8 + 2) + varint(content.size()) + content;
}
std::string number(std::uint64_t tag, std::int64_t value) {
    return varint(tag * 8) + varint(static_cast<std::uint64_t>(value));
}

// The fields of ONNX that the files below need.
std::string model(const std::string& graph, std::int64_t version = 9) {
    return message(8, number(2, version)) + message(7, graph);
}
std::string node(const std::string& op, const std::vector<std::string>& inputs,
                 const std::string& output, const std::string& more = "") {
    std::string bytes;
    for (const auto& input : inputs) bytes += message(1, input);
    return message(1, bytes + message(2, output) + message(4, op) + more);
}
std::string tensor(const std::string& name, const std::vector<std::int64_t>& dims,
                   const std::string& raw, std::int64_t type = 1) {
    std::string bytes;
    for (const auto dim : dims) bytes += number(1, dim);
    return message(5, bytes + number(2, type) + message(8, name) + message(9, raw));
}
std::string input(const std::string& name) { return message(11, message(1, name)); }
std::string output(const std::string& name) { return message(12, message(1, name)); }

const std::string one("\0\0\x80\x3f", 4);

/// y = x + 1, for one number.
const std::string good =
    input("x") + output("y") + tensor("w", {1, 1}, one) + tensor("b", {1}, one);

}  // namespace

TEST_CASE("onnx import: a file cut off anywhere is refused") {
    const std::string bytes = small_file();
    CHECK(read_onnx(bytes).network.outputs() == 1);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        CAPTURE(length);
        CHECK_THROWS_AS(read_onnx(std::string_view(bytes).substr(0, length)), InputError);
    }
}

TEST_CASE("onnx import: any byte may be another") {
    const std::string bytes = small_file();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        CAPTURE(i);
        for (const int flip : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
            std::string other = bytes;
            other[i] = static_cast<char>(other[i] ^ flip);
            check_bytes(other);
        }
    }
}

TEST_CASE("onnx import: damaged files are refused with what is wrong") {
    const std::string gemm = node("Gemm", {"x", "w", "b"}, "y");
    CHECK(read_onnx(model(good + gemm)).network.outputs() == 1);
    const std::string many(1000, '\0');
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "no ONNX file"},
        {"{\"format\": \"json\"}", "no ONNX file"},
        {model(""), "the graph has 0 outputs"},
        {model(input("x") + output("y")), "no node gives its output 'y'"},
        {message(7, good + gemm), "what version"},
        {message(8, number(2, 9)), "it must hold one graph"},
        {model(good + gemm) + message(7, ""), "it must hold one graph"},
        {model(good + tensor("w", {1, 1}, one) + gemm), "two tensors 'w'"},
        {model(good + gemm + gemm), "two values are called 'y'"},
        {model(good + input("x") + gemm), "two values are called 'x'"},
        {model(good + node("Gemm", {"x", "w", "absent"}, "y")),
         "nothing before Gemm 'y' gives its input 'absent'"},
        {model(good + node("Relu", {"b2"}, "a2") + node("Relu", {"a2"}, "b2") + gemm),
         "nothing before Relu 'a2' gives its input 'b2'"},
        {model(input("x") + output("y") + tensor("w", {1, 2}, one) + tensor("b", {1}, one) + gemm),
         "tensor 'w' has not as many numbers"},
        {model(input("x") + output("y") + tensor("w", {1LL << 40, 1LL << 40}, one) +
               tensor("b", {1}, one) + gemm),
         "tensor 'w' has not as many numbers"},
        {model(input("x") + output("y") + tensor("w", {-1, -1}, one) + tensor("b", {1}, one) +
               gemm),
         "tensor 'w' has not as many numbers"},
        {model(input("x") + output("y") + tensor("w", {1LL << 62, 0}, "") + tensor("b", {1}, one) +
               gemm),
         "its weights cannot be read: it is empty"},
        {model(input("x") + output("y") + tensor("w", {1, 1}, std::string("\0\0\xc0\x7f", 4)) +
               tensor("b", {1}, one) + gemm),
         "not all finite"},
        {model(input("x") + output("y") + tensor("w", {1, 1}, one, 16) + tensor("b", {1}, one) +
               gemm),
         "neither float32 nor float64"},
        {model(good + node("Gemm", {"x"}, "y")), "it has less than 2 inputs"},
        {model(good + node("Gemm", {"x", "x"}, "y")), "its weights are not constant"},
        {model(good +
               node("If", {"x"}, "y", message(5, message(1, "then") + message(6, good + gemm)))),
         "If 'y': the operator is not supported"},
        {model(good + node("Evil\x1b[2J", {"x"}, "y")),
         "Evil?[2J 'y': the operator is not supported"},
        {model(good + node("Relu", {"x"}, "y")), "no weights"},
        {model(good + node("Relu", {"w"}, "y")), "computes with constants only"},
        {many, "no ONNX file"}};
    for (const auto& damaged : cases) {
        const std::string& bytes = damaged.first;
        const std::string& part = damaged.second;
        CAPTURE(part);
        const std::string found = message_of([&] { read_onnx(bytes); });
        CAPTURE(found);
        CHECK_THROWS_AS(read_onnx(bytes), InputError);
        CHECK(found.find(part) != std::string::npos);
    }
}

TEST_CASE("onnx import: external data is refused") {
    const std::string external =
        message(5, number(1, 1) + number(1, 1) + number(2, 1) + message(8, "w") + number(14, 1));
    const std::string bytes = model(input("x") + output("y") + external + tensor("b", {1}, one) +
                                    node("Gemm", {"x", "w", "b"}, "y"));
    CHECK(message_of([&] { read_onnx(bytes); }).find("its numbers are in another file") !=
          std::string::npos);
}

TEST_CASE("onnx import: deep nesting, long chains and doubled formulas end quickly") {
    std::string nested = good;
    for (int i = 0; i < 10'000; ++i) nested = message(6, nested);
    check_bytes(model(good + node("If", {"x"}, "y", message(5, nested))));

    std::string chain = good;
    for (int i = 0; i < 20'000; ++i) {
        chain +=
            node("Relu", {i == 0 ? "x" : "r" + std::to_string(i - 1)}, "r" + std::to_string(i));
    }
    CHECK(message_of([&] {
              read_onnx(model(chain + node("Gemm", {"r19999", "w", "b"}, "y")));
          }).find("too many operators between weights") != std::string::npos);

    std::string doubled = good;
    for (int i = 0; i < 200; ++i) {
        const std::string before = i == 0 ? "x" : "r" + std::to_string(i - 1);
        doubled += node("Add", {before, before}, "r" + std::to_string(i));
    }
    CHECK(message_of([&] {
              read_onnx(model(doubled + node("Gemm", {"r199", "w", "b"}, "y")));
          }).find("too many operators between weights") != std::string::npos);

    // One weight in very many layers.
    std::string shared = input("x") + output("y") + tensor("w", {8, 8}, std::string(256, 'a'));
    for (int i = 0; i < 1000; ++i) {
        shared += node("MatMul", {i == 0 ? "x" : "m" + std::to_string(i - 1), "w"},
                       "m" + std::to_string(i));
    }
    CHECK(message_of([&] { read_onnx(model(shared)); }).find("the same weights") !=
          std::string::npos);
}
