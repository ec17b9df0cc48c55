#include "command_facts.h"

#include <string_view>

namespace mlp::app {
namespace {

/// "TEXT:{red,green}", as CLI::IsMember has it, and offer() -> red, green.
std::vector<std::string> choices_in(std::string_view type) {
    std::vector<std::string> choices;
    const auto start = type.find(":{");
    if (start == std::string_view::npos || type.back() != '}') return choices;
    for (type = type.substr(start + 2); !type.empty();) {
        const auto end = type.find_first_of(",}");
        choices.emplace_back(type.substr(0, end));
        type.remove_prefix(end + 1);
    }
    return choices;
}

ArgumentFacts facts_of(const CLI::Option& option) {
    ArgumentFacts facts;
    for (const auto& name : option.get_snames()) facts.names.push_back('-' + name);
    for (const auto& name : option.get_lnames()) facts.names.push_back("--" + name);
    facts.description = option.get_description();
    facts.required = option.get_required();
    facts.repeated = option.get_expected_max() > 1 ||
                     option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
    facts.list = option.get_delimiter() == ',';
    if (option.get_items_expected_max() == 0) return facts;
    const std::string type = option.get_type_name();
    facts.value = option.nonpositional() ? type.substr(0, type.find(':')) : option.get_name(true);
    facts.choices = choices_in(type);
    return facts;
}

}  // namespace

CommandFacts command_facts(const CLI::App& command) {
    CommandFacts facts{command.get_name(), command.get_description(), command.get_footer(), {}, {}};
    for (const auto* option : command.get_options()) {
        (option->nonpositional() ? facts.options : facts.arguments).push_back(facts_of(*option));
    }
    return facts;
}

std::vector<CommandFacts> all_command_facts(const CLI::App& program) {
    std::vector<CommandFacts> all;
    for (const auto* command : program.get_subcommands({})) {
        all.push_back(command_facts(*command));
        // Commands that have none are given the program's.
        if (all.back().footer == program.get_footer()) all.back().footer.clear();
    }
    return all;
}

void offer(CLI::Option* option, const std::string& value, const std::vector<std::string>& choices) {
    std::string list;
    for (const auto& choice : choices) list += (list.empty() ? "" : ",") + choice;
    const bool named = option->nonpositional();  // otherwise help shows the value as its name
    option->type_name(value + ":{" + list + '}')
        ->option_text(named                    ? value
                      : option->get_required() ? "REQUIRED"
                                               : " ");
}

}  // namespace mlp::app
