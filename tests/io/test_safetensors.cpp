#include "mlp/core/error.h"
#include "mlp/io/safetensors.h"

#include "allocation_counter.h"
#include "support.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <thread>

#include <doctest/doctest.h>
#include <sys/stat.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

/// Bytes of numbers as they stand in memory, which is little-endian where this library runs.
template <class T>
std::string bytes_of(const std::vector<T>& numbers) {
    return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)};
}

/// A file as https://github.com/huggingface/safetensors defines it: header length in 8 bytes,
/// lowest first, header, numbers.
std::string file_of(const std::string& header, const std::string& numbers) {
    std::string bytes;
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>(header.size() >> (8 * i) & 0xFF);
    return bytes + header + numbers;
}

struct File {
    test::TemporaryDirectory directory;
    std::filesystem::path path;

    explicit File(const std::string& bytes) : path(directory.write("w.safetensors", bytes)) {}
    File(const std::string& header, const std::string& numbers) : File(file_of(header, numbers)) {}

    Safetensors read() const { return Safetensors::read(path); }

    /// What is wrong with the file, without its name.
    std::string error() const {
        CHECK_THROWS_AS(read(), InputError);
        return without_name(message_of([&] { read(); }));
    }
    /// What is wrong with copying a tensor into a matrix of this shape.
    template <class T = double>
    std::string copy_error(const std::string& name, Index rows, Index cols) const {
        Matrix<T> to(rows, cols);
        CHECK_THROWS_AS(read().copy<T>(name, view(to)), InputError);
        return without_name(message_of([&] { read().copy<T>(name, view(to)); }));
    }
    std::string without_name(const std::string& text) const {
        CHECK(text.starts_with(path.string() + ": "));
        return text.substr(std::min(text.size(), path.string().size() + 2));
    }
};

/// A 2 × 3 matrix of F32 and a vector of two F64, put together by hand.
const std::string header =
    R"({"__metadata__":{"who":"me"},"v":{"dtype":"F64","shape":[2],"data_offsets":[24,40]},)"
    R"("m":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}} )";
const std::string numbers = bytes_of<float>({1, 2, 3, 4, 5, 6}) + bytes_of<double>({0.1, -1e300});

const std::string damaged = "is not a safetensors file, or a damaged one: ";

}  // namespace

TEST_CASE("safetensors: a file made by hand from the format's description is read") {
    const File file(header, numbers);
    const Safetensors tensors = file.read();
    CHECK(tensors.file() == file.path.string());
    CHECK(tensors.metadata() == std::map<std::string, std::string>{{"who", "me"}});
    REQUIRE(tensors.tensors().size() == 2);
    CHECK(tensors.tensors().at("m").dtype == "F32");
    CHECK(tensors.tensors().at("m").shape == std::vector<Index>{2, 3});
    Matrix<float> m(2, 3);
    tensors.copy<float>("m", view(m));
    CHECK(m == (Matrix<float>(2, 3) << 1, 2, 3, 4, 5, 6).finished());  // rows first
    Matrix<double> v(2, 1);
    tensors.copy<double>("v", view(v));
    CHECK(v == (Matrix<double>(2, 1) << 0.1, -1e300).finished());
}

TEST_CASE("safetensors: numbers are converted to the type asked for") {
    const File file(R"({"f":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                    R"("d":{"dtype":"F64","shape":[1],"data_offsets":[4,12]}})",
                    bytes_of<float>({0.1F}) + bytes_of<double>({0.1}));
    Matrix<double> as_double(1, 1);
    Matrix<float> as_float(1, 1);
    file.read().copy<double>("f", view(as_double));
    CHECK(as_double(0, 0) == static_cast<double>(0.1F));
    file.read().copy<float>("d", view(as_float));
    CHECK(as_float(0, 0) == 0.1F);
}

TEST_CASE("safetensors: what is written is laid out as the format says") {
    SafetensorsWriter writer;
    writer.set_metadata("who", "me");
    const Matrix<float> m = (Matrix<float>(2, 3) << 1, 2, 3, 4, 5, 6).finished();
    const Matrix<double> v = (Matrix<double>(2, 1) << 0.5, -1).finished();
    writer.add<float>("m", {m.rows(), m.cols()}, view(m));
    writer.add<double>("v", {v.rows()}, view(v));
    const std::string bytes = writer.bytes();

    std::size_t size = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        size += static_cast<std::size_t>(static_cast<unsigned char>(bytes.at(i))) << (8 * i);
    }
    CHECK(size % 8 == 0);  // so that the numbers are aligned
    CHECK(nlohmann::json::parse(bytes.substr(8, size)) == nlohmann::json::parse(R"({
        "__metadata__": {"who": "me"},
        "m": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
        "v": {"dtype": "F64", "shape": [2], "data_offsets": [24, 40]}})"));
    CHECK(bytes.at(8) == '{');
    CHECK(bytes.substr(8 + size) ==
          bytes_of<float>({1, 2, 3, 4, 5, 6}) + bytes_of<double>({0.5, -1}));
}

TEST_CASE("safetensors: a matrix of one column or one row stays a matrix") {
    SafetensorsWriter writer;
    const Matrix<double> column = (Matrix<double>(2, 1) << 1, 2).finished();
    const Matrix<double> row = (Matrix<double>(1, 2) << 3, 4).finished();
    writer.add<double>("column", {column.rows(), column.cols()}, view(column));
    writer.add<double>("row", {row.rows(), row.cols()}, view(row));
    const File file(writer.bytes());
    CHECK(file.read().tensors().at("column").shape == std::vector<Index>{2, 1});
    Matrix<double> back(2, 1);
    file.read().copy<double>("column", view(back));
    CHECK(back == column);
    CHECK(file.copy_error("row", 2, 1) == "tensor 'row' has shape [1, 2] where [2] is needed");
}

TEST_CASE("safetensors: a file cut off anywhere, or with something behind its end, is refused") {
    const std::string whole = file_of(header, numbers);
    const test::TemporaryDirectory directory;
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CAPTURE(length);
        CHECK_THROWS_AS(Safetensors::read(directory.write("w", whole.substr(0, length))),
                        InputError);
    }
    CHECK_NOTHROW(Safetensors::read(directory.write("w", whole)));
    CHECK(File(whole + "x").error() ==
          damaged + "41 bytes of numbers where the header tells of 40");
}

TEST_CASE("safetensors: a header that is none is refused") {
    CHECK(File("x").error() == damaged + "too short");
    CHECK(File(std::string(8, '\xFF') + "{}").error() ==
          damaged + "the header reaches beyond the end of the file");
    CHECK(File("[]", "").error() == damaged + "the header is no JSON object");
    for (const std::string not_a_header :
         {"{", R"({"m":5})", R"({"m":{}})", R"({"__metadata__":{"a":1}})",
          R"({"__metadata__":"a"})", R"({"m":{"dtype":"F32","shape":[1]}})",
          R"({"m":{"dtype":"F32","data_offsets":[0,4]}})",
          R"({"m":{"dtype":"F32","shape":1,"data_offsets":[0,4]}})",
          R"({"m":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})",
          R"({"m":{"dtype":"F32","shape":[1],"data_offsets":[0.5,4.5]}})",
          R"({"m":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})",
          R"({"m":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}})",
          R"({"m":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}})",
          R"({"m":{"dtype":"F32","shape":[1],"data_offsets":[0]}})",
          R"({"m":{"dtype":32,"shape":[1],"data_offsets":[0,4]}})"}) {
        CAPTURE(not_a_header);
        CHECK(File(not_a_header, bytes_of<float>({1})).error() ==
              damaged + "the header is not as it should be");
    }
}

TEST_CASE("safetensors: offsets must belong to the shape, and cover the numbers exactly once") {
    const auto error = [](const std::string& entries) {
        return File("{" + entries + "}", bytes_of<float>({1, 2, 3, 4})).error();
    };
    const std::string f = R"({"dtype":"F32","shape":)";
    CHECK(error("\"m\":" + f + "[3],\"data_offsets\":[0,16]}") ==
          damaged + "offsets and shape do not agree");
    CHECK(error("\"m\":" + f + "[4],\"data_offsets\":[0,16,16]}") ==
          damaged + "the header is not as it should be");
    CHECK(error("\"m\":" + f + "[4],\"data_offsets\":[16,0]}") ==
          damaged + "offsets and shape do not agree");
    const std::string cover = damaged + "tensors overlap or leave holes";
    CHECK(error("\"a\":" + f + "[2],\"data_offsets\":[0,8]},\"b\":" + f +
                "[3],\"data_offsets\":[4,16]}") == cover);
    CHECK(error("\"a\":" + f + "[1],\"data_offsets\":[0,4]},\"b\":" + f +
                "[2],\"data_offsets\":[8,16]}") == cover);
    CHECK(error("\"a\":" + f + "[3],\"data_offsets\":[4,16]}") == cover);
    CHECK(error("\"a\":" + f + "[8],\"data_offsets\":[0,32]}") ==
          damaged + "16 bytes of numbers where the header tells of 32");
}

TEST_CASE("safetensors: shapes that no memory could hold are refused") {
    for (const std::string shape :
         {"[18446744073709551615]", "[0,18446744073709551615]",
          "[4294967296,4294967296,4294967296]", "[4611686018427387904,4]"}) {
        CAPTURE(shape);
        const std::string entry =
            R"({"m":{"dtype":"F32","shape":)" + std::string(shape) + R"(,"data_offsets":[0,0]}})";
        CHECK(File(entry, "").error() == damaged + "impossible shape");
    }
}

TEST_CASE("safetensors: other dtypes can be listed but not read, unknown ones are refused") {
    for (const std::string dtype : {"I64", "C64", "I32", "U32", "I16", "U16", "I8", "U8", "BOOL",
                                    "F8_E4M3", "F8_E5M2", "U64"}) {
        CAPTURE(dtype);
        const std::size_t bytes = dtype.ends_with("64")   ? 8
                                  : dtype.ends_with("32") ? 4
                                  : dtype.ends_with("16") ? 2
                                                          : 1;
        const File file(R"({"h":{"dtype":")" + dtype + R"(","shape":[2],"data_offsets":[0,)" +
                            std::to_string(2 * bytes) + "]}}",
                        std::string(2 * bytes, '\1'));
        CHECK(file.read().tensors().at("h").dtype == dtype);
        CHECK(file.copy_error("h", 2, 1) ==
              "tensor 'h' has dtype " + dtype + "; F64, F32, F16 or BF16 is needed");
    }
    CHECK(File(R"({"h":{"dtype":"F7","shape":[2],"data_offsets":[0,4]}})", "1234").error() ==
          damaged + "unknown dtype F7");
}

TEST_CASE("safetensors: numbers of 16 bits are read as what they stand for") {
    // 1, -2, 0.333251953125 and the smallest of all (IEEE 754 binary16); for bfloat16 the upper
    // halves of the float32 of 1, -2, 3.140625 and 1e-40 or so.
    const std::vector<std::uint16_t> half{0x3C00, 0xC000, 0x3555, 0x0001};
    const std::vector<std::uint16_t> brain{0x3F80, 0xC000, 0x4049, 0x0001};
    const File file(R"({"h":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]},)"
                    R"("b":{"dtype":"BF16","shape":[4],"data_offsets":[8,16]}})",
                    bytes_of(half) + bytes_of(brain));
    Matrix<double> h(2, 2);
    file.read().copy<double>("h", view(h));
    CHECK(h == (Matrix<double>(2, 2) << 1, -2, 0.333251953125, std::ldexp(1.0, -24)).finished());
    Matrix<float> b(4, 1);
    file.read().copy<float>("b", view(b));
    CHECK(b == (Matrix<float>(4, 1) << 1, -2, 3.140625F, std::ldexp(1.0F, -133)).finished());
    const File infinite(R"({"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}})",
                        bytes_of(std::vector<std::uint16_t>{0x7C00}));
    CHECK(infinite.copy_error("h", 1, 1) == "tensor 'h' holds NaN or infinity");
}

TEST_CASE("safetensors: numbers may stand at any address, and tensors in any order") {
    const std::string f = R"({"dtype":"F32","shape":[1],"data_offsets":)";
    const std::string c = R"({"dtype":"U8","shape":[1],"data_offsets":)";
    const File file("{\"last\":" + f + "[5,9]},\"byte\":" + c + "[0,1]},\"empty\":" +
                        R"({"dtype":"F32","shape":[0,3],"data_offsets":[5,5]},"first":)" + f +
                        "[1,5]}}",
                    "x" + bytes_of<float>({1.5, 2.5}));
    Matrix<float> number(1, 1);
    file.read().copy<float>("first", view(number));
    CHECK(number(0, 0) == 1.5F);
    file.read().copy<float>("last", view(number));
    CHECK(number(0, 0) == 2.5F);
}

TEST_CASE("safetensors: a name that stands twice is refused, wherever it does") {
    const std::string m = R"("m":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
    const std::string one = bytes_of<float>({1});
    CHECK(File("{" + m + "," + m + "}", one).error() == damaged + "'m' stands twice");
    CHECK(File(R"({"m":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", one)
              .error() == damaged + "'dtype' stands twice");
    CHECK(File(R"({"__metadata__":{"a":"1","a":"2"},)" + m + "}", one).error() ==
          damaged + "'a' stands twice");
    CHECK(File("{" + m + R"(,"__metadata__":{},"__metadata__":{}})", one).error() ==
          damaged + "'__metadata__' stands twice");
}

TEST_CASE("safetensors: a header that is deep, or no text, is refused before it takes memory") {
    const std::string deep(1'000'000, '[');
    bench::restart_heap_peak();
    const auto before = bench::heap_use();
    CHECK(File("{\"a\":" + deep, "").error() == damaged + "it is nested too deeply");
    if (before) {
        // The test's own copies are a few times as large.
        CHECK(bench::heap_use()->peak_bytes - before->live_bytes < 8'000'000);
    }
    CHECK(File(deep, "").error() == damaged + "the header is no JSON object");
    CHECK(File(" {}", "").error() == damaged + "the header is no JSON object");
    CHECK(File("{} x", "").error() == damaged + "the header is not as it should be");
    CHECK(File("{\"a\xFF\":{}}", "").error() == damaged + "the header is not as it should be");
    CHECK(File("{\"__metadata__\":{\"a\":\"\xC3\"}}", "").error() ==
          damaged + "the header is not as it should be");
}

TEST_CASE("safetensors: a header of more than 100 MB is refused") {
    const File file(std::string("\x01\xE1\xF5\x05\0\0\0\0", 8));  // 100000001
    std::filesystem::resize_file(file.path, 100'000'100);         // holes take no room on the disk
    CHECK(file.error() == damaged + "the header is larger than 100 MB");
}

TEST_CASE("safetensors: reading takes no memory for the numbers") {
    const std::string numbers_of_8_mb(8'000'000, '\0');
    const File file(R"({"m":{"dtype":"F32","shape":[2000000],"data_offsets":[0,8000000]}})",
                    numbers_of_8_mb);
    bench::restart_heap_peak();
    const auto before = bench::heap_use();
    const Safetensors tensors = file.read();
    if (before) CHECK(bench::heap_use()->peak_bytes - before->live_bytes < 100'000);
    CHECK(tensors.numbers() == numbers_of_8_mb);
    std::filesystem::remove(file.path);
    CHECK(tensors.numbers() == numbers_of_8_mb);
}

TEST_CASE("safetensors: a pipe is read as well") {
    const File file(header, numbers);
    const auto pipe = file.directory.path() / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << file_of(header, numbers); });
    const Safetensors tensors = Safetensors::read(pipe);
    writer.join();
    Matrix<double> v(2, 1);
    tensors.copy<double>("v", view(v));
    CHECK(v(0) == 0.1);
}

TEST_CASE("safetensors: a tensor that is missing or of another shape is refused") {
    const File file(header, numbers);
    CHECK(file.copy_error("mm", 2, 3) ==
          "has no tensor 'mm'\n  help: did you mean 'm'? its tensors: m, v");
    CHECK(file.copy_error("m", 3, 2) == "tensor 'm' has shape [2, 3] where [3, 2] is needed");
    CHECK(file.copy_error("v", 3, 1) == "tensor 'v' has shape [2] where [3] is needed");
    CHECK(file.copy_error("v", 1, 2) == "tensor 'v' has shape [2] where [1, 2] is needed");
}

TEST_CASE("safetensors: numbers that are not finite, or not in the type asked for, are refused") {
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), -1.0 / 0.0}) {
        const File file(R"({"v":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}})",
                        bytes_of<double>({1, bad}));
        CHECK(file.copy_error("v", 2, 1) == "tensor 'v' holds NaN or infinity");
    }
    CHECK(File(header, numbers).copy_error<float>("v", 2, 1).starts_with("tensor 'v' "));  // −1e300
}

TEST_CASE("safetensors: a missing file is refused by name") {
    CHECK_THROWS_AS(Safetensors::read("no/such/file.safetensors"), InputError);
}
