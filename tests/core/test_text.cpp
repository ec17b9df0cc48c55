#include "mlp/core/text.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include <doctest/doctest.h>

using namespace mlp;

TEST_CASE("text: a number is written as the shortest text that reads back the same") {
    CHECK(to_text(0.1) == "0.1");
    CHECK(to_text(1.0) == "1");
    CHECK(to_text(-2.5) == "-2.5");
    CHECK(to_text(1e-5) == "1e-05");
    CHECK(to_text(1e300) == "1e+300");
    CHECK(to_text(0.1F) == "0.1");
    CHECK(to_text(static_cast<double>(0.1F)) == "0.10000000149011612");
    CHECK(to_text(std::nan("")) == "nan");
    CHECK(to_text(-std::numeric_limits<double>::infinity()) == "-inf");
    for (const double x : {1.0 / 3, 2e-308, 123456789.123456789, 5e-324, 1.7976931348623157e308}) {
        CHECK(std::strtod(to_text(x).c_str(), nullptr) == x);
    }
}

TEST_CASE("text: numbers are read in all common spellings, with blanks around them") {
    CHECK(to_number("5.1") == 5.1);
    CHECK(to_number("-3") == -3);
    CHECK(to_number("+3") == 3);
    CHECK(to_number(".5") == 0.5);
    CHECK(to_number("5.") == 5);
    CHECK(to_number("1e3") == 1000);
    CHECK(to_number("1E-3") == 0.001);
    CHECK(to_number(" \t7 \t") == 7);
}

TEST_CASE("text: what is not wholly a finite number is none") {
    for (const std::string text : {"", " ", "abc", "5x", "5 6", "1,5", "0x10", "--1", "+-1", "++1",
                                   "+", "nan", "inf", "-infinity", "1e999", "1e"}) {
        CAPTURE(text);
        CHECK_FALSE(to_number(text).has_value());
    }
}

TEST_CASE("text: a number too small for a double is read as the nearest one") {
    CHECK(to_number("5e-324") == 5e-324);
    CHECK(to_number("1e-400") == 0);
}

TEST_CASE("text: trimmed takes blanks and tabs off both ends only") {
    CHECK(trimmed("  a b\t") == "a b");
    CHECK(trimmed("a") == "a");
    CHECK(trimmed(" \t ").empty());
    CHECK(trimmed("").empty());
    CHECK(trimmed("\na\n") == "\na\n");
}

TEST_CASE("text: join puts the separator between words only") {
    const std::vector<std::string> words{"a", "b", "c"};
    CHECK(join(words) == "a, b, c");
    CHECK(join(words, "-") == "a-b-c");
    CHECK(join(std::vector<std::string>{"a"}) == "a");
    CHECK(join(std::vector<std::string>{}).empty());
}

TEST_CASE("text: UTF-8 is told from other bytes") {
    for (const std::string text : {"", "a", "\x7F", "\u00E9", "\u07FF", "\u0800", "\u20AC",
                                   "\uFFFF", "\U0001F600", "\U0010FFFF", "x\u00E9x"}) {
        CAPTURE(text);
        CHECK(is_utf8(text));
    }
    // Alone or cut off, overlong, surrogates, beyond the last code point, Latin-1.
    int number = 0;
    for (const std::string text :
         {"\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3x", "\xE2\x82x", "\xC0\xAF", "\xC1\xBF",
          "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xFF", "M\xFCnchen"}) {
        ++number;
        CAPTURE(number);
        CHECK_FALSE(is_utf8(text));
    }
}

TEST_CASE("text: bytes that are no UTF-8 become private characters, and the same bytes again") {
    CHECK(utf8_of("M\u00FCnchen \U0001F600") == "M\u00FCnchen \U0001F600");
    CHECK(utf8_of("M\xFCnchen") == "M\uF7FCnchen");
    CHECK(utf8_of("\x80\xBF\xC0\xFF") == "\uF780\uF7BF\uF7C0\uF7FF");
    CHECK(utf8_of("\xE2\x82") == "\uF7E2\uF782");      // cut off
    CHECK(utf8_of("\xC3\u00E9") == "\uF7C3\u00E9");    // only what is bad changes
    CHECK(utf8_of("\uF77F\uF800") == "\uF77F\uF800");  // neighbours of the private characters
    CHECK(utf8_of("\uF7FC") == "\uF7EF\uF79F\uF7BC");  // one of them: EF 9F BC
    CHECK(bytes_of("M\uF7FCnchen") == "M\xFCnchen");
    CHECK(bytes_of("a\uF780\uF7FF\u00E9") == "a\x80\xFF\u00E9");
    CHECK(utf8_of("").empty());
    CHECK(bytes_of("").empty());
}

TEST_CASE("text: any bytes become UTF-8 and come back") {
    std::mt19937 random(11);
    // Many of the bytes that private characters and other long ones are made of.
    const std::string pieces = "a\xEF\x9E\x9F\x80\xBF\xC3\xA9\xF0\x9F\xED\xA0\xFF";
    for (int k = 0; k < 2000; ++k) {
        std::string bytes;
        for (std::size_t i = random() % 12; i > 0; --i) bytes += pieces[random() % pieces.size()];
        CAPTURE(k);
        CHECK(is_utf8(utf8_of(bytes)));
        CHECK(bytes_of(utf8_of(bytes)) == bytes);
    }
    for (int byte = 0; byte < 256; ++byte) {
        const std::string bytes(1, static_cast<char>(byte));
        CAPTURE(byte);
        CHECK(is_utf8(utf8_of(bytes)));
        CHECK(bytes_of(utf8_of(bytes)) == bytes);
    }
}

TEST_CASE("text: counted things are in the plural unless there is one") {
    CHECK(counted(0, "cell") == "0 cells");
    CHECK(counted(1, "cell") == "1 cell");
    CHECK(counted(2, "cell") == "2 cells");
}
