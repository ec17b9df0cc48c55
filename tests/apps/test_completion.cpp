// `mlp completion` and `mlp manual`: what shells and man make of them.
#include "apps/program.h"

#include <algorithm>

#include <doctest/doctest.h>

namespace mlp::test {
namespace {

bool is_here(const TemporaryDirectory& directory, const std::string& tool) {
    if (shell(directory, "command -v " + tool).exit_code == 0) return true;
    MESSAGE("skipped, because " << tool << " is not here");
    return false;
}

/// What bash offers for the last of these words.
std::vector<std::string> bash_offers(const TemporaryDirectory& directory,
                                     const std::string& words) {
    directory.write("complete.sh", "source <(" + program + " completion bash)\nCOMP_WORDS=(" +
                                       words +
                                       ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_mlp\n"
                                       "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
    const auto outcome = shell(directory, "bash complete.sh");
    CHECK_MESSAGE(outcome.err.empty(), outcome.err);
    auto offers = lines(outcome.out);
    std::sort(offers.begin(), offers.end());
    if (offers == std::vector<std::string>{""}) offers.clear();
    return offers;
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

using Words = std::vector<std::string>;

TEST_CASE("completion: bash offers commands, options and the values of options") {
    const TemporaryDirectory directory;
    if (!is_here(directory, "bash")) return;
    std::filesystem::create_directories(directory.path() / "runs/first run");
    const auto offers = [&](const std::string& words) { return bash_offers(directory, words); };

    CHECK(offers("mlp re") == Words{"report", "resume"});
    const auto commands = offers("mlp ''");
    for (const auto* command : {"train", "predict", "completion", "manual"}) {
        CHECK(contains(commands, command));
    }
    CHECK(contains(offers("mlp --"), "--version"));
    CHECK(offers("mlp train --ou") == Words{"--output"});
    CHECK(contains(offers("mlp train config.json -"), "-o"));
    CHECK(offers("mlp init table.csv --task r") == Words{"regression"});
    CHECK(offers("mlp init --task = cl") == Words{"classification"});
    CHECK(offers("mlp explain --format =") == Words{"json", "latex", "markdown", "text"});
    CHECK(offers("mlp activations leaky_r") == Words{"leaky_relu"});
    CHECK(offers("mlp plot run --format svg,p") == Words{"svg,png"});
    CHECK(offers("mlp train --output runs/f") == Words{"runs/first run"});
    CHECK(offers("mlp resume runs/f") == Words{"runs/first run"});
    CHECK(offers("mlp completion ''") == Words{"bash", "zsh"});
    // Nothing: bash completes files.
    CHECK(offers("mlp train ''").empty());
    CHECK(offers("mlp train --set ''").empty());
}

TEST_CASE(
    "completion: bash quotes and completes files by itself where there is nothing to choose") {
    const TemporaryDirectory directory;
    if (!is_here(directory, "bash")) return;
    const auto out =
        shell(directory, "bash -c 'source <(" MLP_PROGRAM " completion bash); complete -p mlp'");
    CHECK(out.out == "complete -o default -F _mlp mlp\n");
}

/// Types a line into zsh on a terminal of its own, presses the key for completion, and prints what
/// the line has become.
constexpr const char* zsh_script = R"zsh(zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; autoload -Uz compinit; compinit -u -D'
zpty -w shell "eval \"\$($1 completion zsh)\""
zpty -w shell 'finish() { print -r -- "<LINE>$BUFFER<END>"; exit }; zle -N finish'
zpty -w shell 'bindkey "^X" finish; print RE""ADY'
zpty -r -m shell seen '*READY*'
zpty -w -n shell "$2"$'\t\x18'
zpty -r -m shell seen '*<LINE>*<END>*'
print -r -- "${${seen##*<LINE>}%%<END>*}"
)zsh";

std::string zsh_completes(const TemporaryDirectory& directory, const std::string& line) {
    directory.write("complete.zsh", zsh_script);
    const auto outcome =
        shell(directory, "TERM=dumb zsh -f complete.zsh " + program + " '" + line + "' </dev/null");
    return lines(outcome.out).empty() ? outcome.err : lines(outcome.out).back();
}

TEST_CASE("completion: zsh completes commands, options and the values of options") {
    const TemporaryDirectory directory;
    if (!is_here(directory, "zsh")) return;
    std::filesystem::create_directories(directory.path() / "runs");
    const auto completed = [&](const std::string& line) { return zsh_completes(directory, line); };
    CHECK(completed("mlp tr") == "mlp train ");
    CHECK(completed("mlp train --ou") == "mlp train --output=");
    CHECK(completed("mlp init --task r") == "mlp init --task regression ");
    CHECK(completed("mlp train -o ru") == "mlp train -o runs/");
    CHECK(completed("mlp activations leaky_r") == "mlp activations leaky_relu ");
    CHECK(completed("mlp plot run --format svg,p") == "mlp plot run --format svg,png,");
    CHECK(completed("mlp train complete.z") == "mlp train complete.zsh ");
}

TEST_CASE("completion: an unknown shell is refused") {
    const TemporaryDirectory directory;
    const auto refused = mlp_program(directory, "completion fsh");
    CHECK(refused.exit_code == 2);
    CHECK(refused.err == "error: unknown shell 'fsh'; did you mean 'zsh'? shells: bash, zsh\n");
}

TEST_CASE("manual: it tells all commands, and man finds nothing wrong with it") {
    const TemporaryDirectory directory;
    const auto manual = mlp_program(directory, "manual");
    CHECK(manual.exit_code == 0);
    directory.write("mlp.1", manual.out);
    if (!is_here(directory, "groff")) return;
    const auto page = shell(directory, "groff -ww -man -Tascii -P-c -P-b -P-u mlp.1");
    CHECK(page.exit_code == 0);
    CHECK(page.err.empty());
    for (const auto* text :
         {"\nNAME\n       mlp - train", "mlp train [options] CONFIG", "--set KEY=VALUE",
          "mlp compare [options] DIR ...", "mlp activations [options] [NAME]", "completion",
          "\nEXIT STATUS\n", "Pictures of a run:\n"}) {
        CAPTURE(text);
        CHECK(page.out.find(text) != std::string::npos);
    }
}

}  // namespace
}  // namespace mlp::test
