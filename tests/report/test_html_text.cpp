#include "mlp/report/html/axis_ticks.h"
#include "mlp/report/html/html_text.h"

#include <cmath>

#include <doctest/doctest.h>

namespace mlp::html {
namespace {

TEST_CASE("html: text is no markup") {
    CHECK(escaped("a < b && \"c\" > 'd'") == "a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;");
    CHECK(escaped("Grün") == "Grün");
    CHECK(escaped("caf\xE9") == "caf\xEF\x9F\xA9");  // U+F7E9 stands for the byte
}

TEST_CASE("html: JSON in a script element holds no tag, and is what it was") {
    const Json json{{"</script>", {"<!--", "]]>", NAN, 0.1}}};
    const std::string text = json_for_script(json);
    CHECK(text.find_first_of("<>") == std::string::npos);
    CHECK(Json::parse(text) == Json::parse(R"({"</script>": ["<!--", "]]>", null, 0.1]})"));
    CHECK(Json::parse(json_for_script("caf\xE9")) == Json("caf\xEF\xBF\xBD"));
}

TEST_CASE("html: base64 as the examples of RFC 4648 have it") {
    const auto coded = [](std::string_view text) {
        return base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    };
    CHECK(coded("").empty());
    CHECK(coded("f") == "Zg==");
    CHECK(coded("fo") == "Zm8=");
    CHECK(coded("foo") == "Zm9v");
    CHECK(coded("foob") == "Zm9vYg==");
    CHECK(coded("fooba") == "Zm9vYmE=");
    CHECK(coded("foobar") == "Zm9vYmFy");
    CHECK(coded("\xFB\xFF\xFE") == "+//+");
}

TEST_CASE("html: numbers are short") {
    CHECK(number_text(0.96666667) == "0.9667");
    CHECK(number_text(NAN) == "n/a");
    CHECK(rounded(0.123456789) == 0.123457);
    CHECK(rounded(-1.0 / 3e9) == -3.33333e-10);
    CHECK(rounded(INFINITY) == INFINITY);
    CHECK(std::isnan(rounded(NAN)));
}

TEST_CASE("html: values of records are found, and those of a wrong type are not") {
    const Json json = Json::parse(R"({"a": {"b": 1.5, "c": "text", "d": null}})");
    CHECK(number_at(json, "/a/b") == 1.5);
    CHECK_FALSE(number_at(json, "/a/c"));
    CHECK_FALSE(number_at(json, "/a/x"));
    CHECK(text_at(json, "/a/c") == "text");
    CHECK(text_at(json, "/a/b").empty());
    CHECK(text_at(Json(), "/a/b").empty());
}

TEST_CASE("html: ticks are round numbers within the axis") {
    const auto check = [](double low, double high, std::vector<double> expected) {
        const auto ticks = axis_ticks(low, high, 5);
        REQUIRE(ticks.size() == expected.size());
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            CHECK(ticks[i] == doctest::Approx(expected[i]).epsilon(1e-12));
        }
    };
    check(0, 1, {0, 0.2, 0.4, 0.6, 0.8, 1});
    check(-0.3, 0.31, {-0.2, 0, 0.2});
    check(12, 348, {100, 200, 300});
    check(3, 3, {3});
    check(0, 2.5e-323, {0});
    // Where 1 more is not another number.
    check(5e15 - 1, 5e15 + 1, {5e15 - 1, 5e15, 5e15 + 1});
    check(1e17, 1e17 + 16, {1e17, 1e17 + 16});
}

}  // namespace
}  // namespace mlp::html
