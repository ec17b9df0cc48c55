#include "mlp/core/catalogue.h"
#include "mlp/core/options.h"

#include "support.h"

#include <doctest/doctest.h>

using namespace mlp;
using mlp::test::message_of;

namespace {

struct Inner {
    double size = 2;

    static constexpr std::string_view name = "inner";
    static constexpr std::string_view help = "a part";
    static Options<Inner> options() { return {{"size", &Inner::size, positive, "how large"}}; }
};

/// One option of every kind.
struct Everything {
    bool flag = true;
    Index count = 3;
    double rate = 0.5;
    std::string mode = "fast";
    std::filesystem::path file = "f";
    std::vector<std::string> names{"a"};
    Rows table;
    std::optional<double> perhaps;
    Inner inner;
    Index needed = 0;

    static constexpr std::string_view name = "everything";
    static constexpr std::string_view help = "for tests";
    static Options<Everything> options() {
        using E = Everything;
        return {{"flag", &E::flag, anything, "a flag"},
                {"count", &E::count, between(1, 10), "a count"},
                {"rate", &E::rate, half_open(0, 1), "a rate"},
                {"mode", &E::mode, std::vector<std::string>{"fast", "slow"}, "a mode"},
                {"file", &E::file, anything, "a file"},
                {"names", &E::names, anything, "names"},
                {"table", &E::table, anything, "a table"},
                {"perhaps", &E::perhaps, anything, "perhaps"},
                {"inner", &E::inner, anything, "a part"},
                {"needed", &E::needed, anything, "must be given", true}};
    }
    std::string_view problem() const { return count == 7 ? "'count' brings bad luck" : ""; }
};

Everything from(OptionValues options) {
    options.try_emplace("needed", Index{1});
    return from_choice<Everything>({"everything", std::move(options)});
}
std::string error_of(const OptionValues& options) {
    CHECK_THROWS_AS(from(options), InputError);
    return message_of([&] { from(options); });
}

/// A product to make from a catalogue.
struct Shape {
    struct Traits {
        int corners = 0;
    };
    virtual ~Shape() = default;
    virtual double area() const = 0;
};
struct Square {
    double side = 2;
    static constexpr std::string_view name = "square";
    static constexpr std::string_view help = "four equal sides";
    static constexpr Shape::Traits traits{4};
    static Options<Square> options() { return {{"side", &Square::side, positive, "its length"}}; }
};
struct SquareShape : Shape {
    Square square;
    explicit SquareShape(const Square& s) : square(s) {}
    double area() const override { return square.side * square.side; }
};
Catalogue<Shape> shapes(std::string default_type) {
    return {"shape", std::move(default_type), {catalogue_entry<Shape, Square, SquareShape>()}};
}

}  // namespace

TEST_CASE("options: what is not given keeps the default of its member") {
    const auto e = from({{"rate", 0.25}});
    CHECK(e.rate == 0.25);
    CHECK(e.flag);
    CHECK(e.count == 3);
    CHECK(e.mode == "fast");
    CHECK_FALSE(e.perhaps.has_value());
    CHECK(e.inner.size == 2);
}

TEST_CASE("options: a struct becomes a choice and the same struct again") {
    Everything e;
    e.flag = false;
    e.count = 9;
    e.rate = 0.125;
    e.mode = "slow";
    e.file = "dir/file";
    e.names = {"x", "y"};
    e.table = {{1.5, "text"}};
    e.perhaps = 4;
    e.inner.size = 8;
    e.needed = 5;
    const Choice choice = to_choice(e);
    CHECK(choice.type == "everything");
    CHECK(choice.options.size() == Everything::options().size());
    const auto again = from_choice<Everything>(choice);
    CHECK(again.flag == e.flag);
    CHECK(again.count == e.count);
    CHECK(again.rate == e.rate);
    CHECK(again.mode == e.mode);
    CHECK(again.file == e.file);
    CHECK(again.names == e.names);
    CHECK(again.table == e.table);
    CHECK(again.perhaps == e.perhaps);
    CHECK(again.inner.size == e.inner.size);
    CHECK(again.needed == e.needed);
}

TEST_CASE("options: an integer is good where a number is wanted, but not the other way round") {
    CHECK(from({{"perhaps", Index{4}}}).perhaps == 4.0);
    CHECK(error_of({{"count", 4.0}}) == "everything: option 'count' has a value of the wrong kind");
    CHECK(error_of({{"flag", "true"}}) ==
          "everything: option 'flag' has a value of the wrong kind");
}

TEST_CASE("options: a value out of range is refused with the range") {
    CHECK(error_of({{"count", Index{0}}}) ==
          "everything: option 'count' must be at least 1 and at most 10, but is 0");
    CHECK(error_of({{"rate", 1.0}}) ==
          "everything: option 'rate' must be at least 0 and less than 1, but is 1");
    CHECK(error_of({{"perhaps", infinity}}) ==
          "everything: option 'perhaps' must be a finite number, but is inf");
    CHECK(error_of({{"rate", std::numeric_limits<double>::quiet_NaN()}}) ==
          "everything: option 'rate' must be at least 0 and less than 1, but is nan");
}

TEST_CASE("options: a text that is not among the allowed ones is refused") {
    CHECK(error_of({{"mode", "fats"}}).find("'mode'") != std::string::npos);
}

TEST_CASE("options: an unknown one is refused with a suggestion") {
    CHECK(error_of({{"raet", 0.5}})
              .starts_with("everything: unknown option 'raet'; did you mean 'rate'? known options: "
                           "flag, count, "));
}

TEST_CASE("options: a required one that is missing is refused") {
    CHECK_THROWS_WITH_AS(from_choice<Everything>(Choice("everything")),
                         "everything: option 'needed' is missing", InputError);
}

TEST_CASE("options: what is wrong with several together is refused") {
    CHECK(error_of({{"count", Index{7}}}) == "everything: 'count' brings bad luck");
}

TEST_CASE("options: every kind of member has its kind of option, and its default is told") {
    const auto infos = option_infos<Everything>();
    const std::vector<OptionKind> kinds{
        OptionKind::boolean, OptionKind::integer,   OptionKind::number, OptionKind::text,
        OptionKind::path,    OptionKind::text_list, OptionKind::rows,   OptionKind::number,
        OptionKind::object,  OptionKind::integer};
    REQUIRE(infos.size() == kinds.size());
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        CAPTURE(infos[i].name);
        CHECK(infos[i].kind == kinds[i]);
    }
    CHECK(std::get<double>(infos[2].default_value) == 0.5);
    CHECK(std::holds_alternative<std::monostate>(infos[7].default_value));
    CHECK(infos[9].required);
    CHECK(infos[8].catalogue().entries().front()->find("size") != nullptr);
}

TEST_CASE("range: contains its ends only where it says so, and says what it wants") {
    CHECK_FALSE(positive.contains(0));
    CHECK(positive.contains(1e-300));
    CHECK(positive.requirement() == "must be greater than 0");
    CHECK(at_least(0).contains(0));
    CHECK_FALSE(at_least(0).contains(-1e-300));
    CHECK(at_least(0).requirement() == "must be at least 0");
    CHECK(half_open(0, 1).contains(0));
    CHECK_FALSE(half_open(0, 1).contains(1));
    CHECK_FALSE(open(0, 1).contains(0));
    CHECK(open(0, 1).requirement() == "must be greater than 0 and less than 1");
    CHECK(between(-1, 1).contains(1));
    CHECK(Range{-infinity, 3}.requirement() == "must be at most 3");
    CHECK_FALSE(between(0, 1).contains(std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("catalogue: makes what is named, with its options, or the default") {
    const auto catalogue = shapes("square");
    CHECK(catalogue.make("square")->area() == 4);
    CHECK(catalogue.make({"square", {{"side", 3.0}}})->area() == 9);
    CHECK(catalogue.make(Choice())->area() == 4);
    CHECK(catalogue.traits("square").corners == 4);
    CHECK(catalogue.names() == std::vector<std::string>{"square"});
    CHECK(catalogue.find("squar") == nullptr);
}

TEST_CASE("catalogue: an unknown name is refused with a suggestion, a bad option with its range") {
    const auto catalogue = shapes("");
    CHECK_THROWS_WITH_AS(catalogue.make("squar"),
                         "unknown shape 'squar'; did you mean 'square'? known names: square",
                         InputError);
    CHECK_THROWS_AS(catalogue.make(Choice()), InputError);
    CHECK_THROWS_WITH_AS(catalogue.make({"square", {{"side", -1.0}}}),
                         "square: option 'side' must be greater than 0, but is -1", InputError);
}
